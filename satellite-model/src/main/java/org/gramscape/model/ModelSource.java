package org.gramscape.model;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import org.gramscape.model.weights.KeyLayout;
import org.gramscape.model.weights.StorageType;

/**
 * Where a model's weights lie, and as what.
 *
 * @param location the file, or the index of several
 * @param format safetensors or PyTorch, in words
 * @param layout whose names the tensors have
 * @param storage how values are kept
 * @param bytes of all files with tensors
 * @param origin where it was imported or pulled from, if it was
 */
public record ModelSource(
    Path location,
    String format,
    KeyLayout layout,
    SortedSet<StorageType> storage,
    long bytes,
    Optional<String> origin) {}
