package org.gramscape.model.ssl;

import java.util.Map;
import org.gramscape.model.weights.StoredTensor;

/**
 * All that a student is after an iteration, besides its recipe, its images and a frozen teacher.
 *
 * @param iteration iterations that are done
 * @param failures losses in a row that were not finite
 * @param steps that the optimiser has made; each iteration with a finite loss is one
 * @param tensors of each part by name: {@code student}, {@code average}, {@code optimiser} and, in
 *     stages with them, {@code gram} and the teacher's {@code centers}
 */
public record TrainingState(
    long iteration, int failures, long steps, Map<String, Map<String, StoredTensor>> tensors) {}
