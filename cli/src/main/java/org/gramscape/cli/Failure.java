package org.gramscape.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.gramscape.cli.progress.ProgressStyle;
import org.gramscape.geoio.UnusableInputException;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.ssl.DivergedException;
import org.gramscape.model.ssl.recipe.InvalidRecipeException;
import org.gramscape.tiling.NotEnoughResourcesException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Which exception becomes which exit code and which line. */
record Failure(int exitCode, String message) {
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int UNUSABLE = 3;
  static final int NOT_ENOUGH = 4;
  static final int INTERRUPTED = 130;

  static Failure of(Throwable thrown) {
    if (thrown instanceof UnusableInputException
        || thrown instanceof UnusableWeightsException
        || thrown instanceof InvalidRecipeException) {
      return new Failure(UNUSABLE, thrown.getMessage());
    }
    if (thrown instanceof NoSuchFileException missing) {
      return new Failure(UNUSABLE, missing.getFile() + ": there is no such file");
    }
    if (thrown instanceof NotEnoughResourcesException) {
      return new Failure(NOT_ENOUGH, thrown.getMessage());
    }
    if (thrown instanceof AccessDeniedException denied) {
      return new Failure(FAILED, denied.getFile() + ": access is denied");
    }
    Optional<String> fullDisk = fullDisk(thrown);
    if (fullDisk.isPresent()) {
      return new Failure(
          NOT_ENOUGH, "the disk is full: " + fullDisk.get() + "; make room and run again");
    }
    if (thrown instanceof InterruptedException
        || thrown instanceof InterruptedIOException
        || thrown instanceof ClosedByInterruptException) {
      return new Failure(INTERRUPTED, "interrupted");
    }
    if (thrown instanceof FileSystemException trouble) {
      String reason = trouble.getReason() == null ? "cannot be used" : trouble.getReason();
      return new Failure(FAILED, trouble.getFile() + ": " + reason.toLowerCase(Locale.ROOT));
    }
    if (thrown instanceof IllegalArgumentException && thrown.getMessage() != null) {
      return new Failure(USAGE, thrown.getMessage());
    }
    boolean known = thrown instanceof IOException || thrown instanceof DivergedException;
    if (known && thrown.getMessage() != null) {
      return new Failure(FAILED, thrown.getMessage());
    }
    return new Failure(
        FAILED, "unexpected failure, run again with --debug to see where: " + thrown);
  }

  /** What says that a disk is full, in what was thrown or its causes. */
  static Optional<String> fullDisk(Throwable thrown) {
    // Linux and macOS, Windows, SQLite
    return said(thrown, "No space left", "not enough space", "disk is full");
  }

  private static Optional<String> said(Throwable thrown, String... words) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      String message = String.valueOf(each.getMessage());
      if (Stream.of(words).anyMatch(message::contains)) {
        return Optional.of(message);
      }
    }
    return Optional.empty();
  }

  /** The same, with what this command could do with less. */
  static Failure of(Throwable thrown, CommandLine command) {
    boolean heap = thrown instanceof OutOfMemoryError;
    // libtorch on a CPU and on a GPU, and C++
    if (!heap && said(thrown, "can't allocate memory", "out of memory", "bad_alloc").isEmpty()) {
      return of(thrown);
    }
    List<String> less = new ArrayList<>();
    ParseResult parsed = subcommand(command);
    if (parsed != null && parsed.commandSpec().userObject() instanceof TrainingCommand) {
      less.add("a smaller batch (batch=N) or --precision bf16");
    } else if (parsed != null && parsed.commandSpec().findOption("--tile") != null) {
      less.add("smaller tiles (--tile 256)");
    }
    less.add(heap ? "a larger heap (GRAMSCAPE_HEAP=4g)" : "a machine with more memory");
    return new Failure(NOT_ENOUGH, "memory ran out; use " + String.join(", or ", less));
  }

  /** Picocli's handler of exceptions that a command throws. */
  static int ofExecution(Exception thrown, CommandLine command, ParseResult parsed) {
    return of(thrown, command).report(thrown, command);
  }

  /** Picocli's handler of arguments that do not fit. */
  static int ofUsage(ParameterException thrown, String[] arguments) {
    CommandLine command = thrown.getCommandLine();
    String help = "; see " + command.getCommandSpec().qualifiedName() + " --help";
    return new Failure(USAGE, message(thrown) + help).report(thrown, command);
  }

  private static String message(ParameterException thrown) {
    if (thrown instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      String word = unmatched.getUnmatched().get(0);
      String hint =
          unmatched.getSuggestions().stream()
              .filter(similar -> similar.charAt(0) == word.charAt(0))
              .findFirst()
              .map(similar -> "; did you mean " + similar + "?")
              .orElse("");
      return "\"" + word + "\" was not expected here" + hint;
    }
    return thrown.getMessage().replaceFirst("^Error: ", "");
  }

  int report(Throwable thrown, CommandLine command) {
    PrintWriter err = command.getErr();
    ParseResult parsed = subcommand(command);
    String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
    boolean json =
        parsed != null && parsed.matchedOptionValue("--progress", null) == ProgressStyle.json;
    err.println(json ? Json.object().put("error", line) : "gramscape: " + line);
    if (parsed != null && parsed.hasMatchedOption("--debug")) {
      thrown.printStackTrace(err);
    }
    return exitCode;
  }

  /** What was understood of the arguments, or null if nothing was. */
  private static ParseResult subcommand(CommandLine command) {
    ParseResult parsed = command.getParseResult();
    while (parsed != null && parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    return parsed;
  }
}
