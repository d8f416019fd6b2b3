package org.gramscape.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gramscape.geoio.PendingFile;
import picocli.CommandLine.Option;

/** Where outputs may be written. */
public final class OutputOptions {
  @Option(names = "--overwrite", description = "Replace outputs that exist.")
  private boolean overwrite;

  private final Set<Path> outputs = new HashSet<>();

  public boolean overwrite() {
    return overwrite;
  }

  /**
   * Makes sure that an output is no file of the same command's and can be put in its place; called
   * once for each output, before work starts.
   *
   * @param inputs what the command reads; names that are no files are let pass
   * @throws IllegalArgumentException if the output is one of the inputs, or an earlier output
   * @throws IOException see {@link PendingFile#requireFree}
   */
  public void require(Path output, List<String> inputs) throws IOException {
    require(output, inputs, overwrite);
  }

  /** The same for an output that may be replaced, or not. */
  public void require(Path output, List<String> inputs, boolean replace) throws IOException {
    Path place = place(output);
    for (String input : inputs) {
      if (isAt(place, input)) {
        throw new IllegalArgumentException(output + " is an input as well; write elsewhere");
      }
    }
    if (!outputs.add(place)) {
      throw new IllegalArgumentException(
          output + " is named for two outputs; give each a name of its own");
    }
    PendingFile.requireFree(output, replace);
  }

  /**
   * Makes sure that a file that is read is not written as well.
   *
   * @throws IllegalArgumentException if it is one of the outputs
   */
  void reserve(Path input) throws IOException {
    if (!outputs.add(place(input))) {
      throw new IllegalArgumentException(input + " is an input as well; write elsewhere");
    }
  }

  /**
   * Makes sure that an output is called what it will be.
   *
   * @throws IllegalArgumentException if its name ends in none of the suffixes
   */
  public static void requireSuffix(Path output, String... suffixes) {
    String name = output.toString().toLowerCase(Locale.ROOT);
    if (Arrays.stream(suffixes).noneMatch(name::endsWith)) {
      throw new IllegalArgumentException(
          output + ": a name that ends in " + String.join(" or ", suffixes) + " is expected");
    }
  }

  private static boolean isAt(Path place, String input) throws IOException {
    try {
      return place(Path.of(input)).equals(place);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** One path for all the names of a file, whether it exists or is still to be made. */
  private static Path place(Path file) throws IOException {
    if (Files.exists(file)) {
      return file.toRealPath();
    }
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    return folder != null && Files.exists(folder)
        ? folder.toRealPath().resolve(absolute.getFileName())
        : absolute.normalize();
  }
}
