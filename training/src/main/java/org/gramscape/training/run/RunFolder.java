package org.gramscape.training.run;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where a run keeps what it makes. */
public record RunFolder(Path root) {

  /** Of one of several students; of one by itself, whose name is empty, this one. */
  public RunFolder student(String name) {
    return name.isEmpty() ? this : new RunFolder(root.resolve(name));
  }

  /** The recipe with every value said: there from a run's first moment on. */
  public Path recipe() {
    return root.resolve("recipe.yaml");
  }

  /** A JSON object a line. */
  public Path metrics() {
    return root.resolve("metrics.jsonl");
  }

  /** Of the running mean, as Hugging Face's libraries read it. */
  public Path backbone() {
    return root.resolve("backbone");
  }

  /** Of a training of a dense head: the backbone with it, as {@code --model} takes it. */
  public Path model() {
    return root.resolve("model");
  }

  /** Of observers. */
  public Path pictures() {
    return root.resolve("pictures");
  }

  /** Curves, for a browser. */
  public Path page() {
    return root.resolve("index.html");
  }

  /** By their iterations. */
  public Checkpoints checkpoints() {
    return new Checkpoints(root.resolve("checkpoints"));
  }

  /**
   * Makes sure that a new run may begin here.
   *
   * @throws FileAlreadyExistsException if there is something already
   */
  public void requireEmpty() throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    if (!Files.isDirectory(root)) {
      throw new FileAlreadyExistsException(root.toString(), null, "is no folder");
    }
    try (Stream<Path> files = Files.list(root)) {
      if (files.findAny().isPresent()) {
        throw new FileAlreadyExistsException(
            root.toString(),
            null,
            "is not empty; --resume goes on with the run in it, or name another folder");
      }
    }
  }
}
