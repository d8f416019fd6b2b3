package org.gramscape.model.hub;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * The cache of the hub's Python library: for each repository a folder with contents by their tags
 * ({@code blobs}), the commit of each branch ({@code refs}), and the files of each commit as links
 * to contents ({@code snapshots}).
 *
 * @see <a href="https://huggingface.co/docs/huggingface_hub/guides/manage-cache">Its layout</a>
 */
final class HubCache {
  private static final String COMMIT = "[0-9a-f]{40}";

  private final Path folder;

  HubCache(Path folder) {
    this.folder = folder;
  }

  private Path of(String repository) {
    return folder.resolve("models--" + repository.replace("/", "--"));
  }

  /** The commit that a revision was at when it was last asked for. */
  Optional<String> commit(String repository, String revision) throws IOException {
    if (revision.matches(COMMIT)) {
      return Optional.of(revision);
    }
    Path reference = of(repository).resolve("refs").resolve(revision);
    return Files.isRegularFile(reference)
        ? Optional.of(Files.readString(reference).strip()).filter(c -> c.matches(COMMIT))
        : Optional.empty();
  }

  void remember(String repository, String revision, String commit) throws IOException {
    if (!revision.equals(commit)) {
      Path references = Files.createDirectories(of(repository).resolve("refs"));
      Path beside = of(repository).resolve("." + UUID.randomUUID());
      try {
        Files.writeString(beside, commit);
        Files.move(beside, references.resolve(revision), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(beside);
      }
    }
  }

  /** A file of a commit, whether it is there or not. */
  Path file(String repository, String commit, String name) {
    return of(repository).resolve("snapshots").resolve(commit).resolve(name);
  }

  Path blob(String repository, String tag) throws IOException {
    return Files.createDirectories(of(repository).resolve("blobs")).resolve(tag);
  }

  /** Makes a content a file of a commit; a link where the file system has links. */
  Path publish(String repository, String commit, String name, Path blob) throws IOException {
    Path file = file(repository, commit, name);
    Files.createDirectories(file.getParent());
    Path target = file.getParent().relativize(blob);
    try {
      Files.deleteIfExists(file);
      Files.createSymbolicLink(file, target);
    } catch (FileAlreadyExistsException e) {
      // Another process was as fast, with the same content.
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(blob, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }
}
