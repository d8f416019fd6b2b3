package org.gramscape.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gramscape.canopy.HeightProtocol;
import org.gramscape.canopy.HeightUnit;
import org.gramscape.cli.option.Parsed;
import org.gramscape.geoio.Area;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.raster.AssumedCrs;
import org.gramscape.landcover.vectorize.Connectivity;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.tiling.ByteSize;
import org.gramscape.tiling.ScaleRule;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code gramscape} command. */
@Command(
    name = "gramscape",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Turns satellite and aerial scenes into canopy-height rasters and land-cover maps.",
    footer = {
      "",
      "Start with:",
      "  gramscape demo            makes sample scenes, maps them and writes a report",
      "  gramscape doctor SCENE    says whether a scene can be used, and how to repair it",
      "  gramscape COMMAND --help  explains a command, with an example",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 input not usable, 4 not enough memory or"
          + " disk, 130 interrupted."
    })
public final class Gramscape implements Callable<Integer> {
  private static final List<Class<? extends Subcommand>> SUBCOMMANDS =
      List.of(
          DemoCommand.class,
          DoctorCommand.class,
          InfoCommand.class,
          CanopyHeightCommand.class,
          LandCoverCommand.class,
          SuggestCommand.class,
          ClusterCommand.class,
          SimilarCommand.class,
          FitCommand.class,
          EvaluateCommand.class,
          SampleCommand.class,
          TrainCommand.class,
          TrainHeightCommand.class,
          TrainClassesCommand.class,
          ChmFromDsmCommand.class,
          ZonalCommand.class,
          TreesCommand.class,
          VectorizeCommand.class,
          ValidateCommand.class,
          ChangeCommand.class,
          ObjectsCommand.class,
          FeaturesCommand.class,
          PcaCommand.class,
          ModelCommand.class,
          BenchCommand.class,
          DescribeCommand.class,
          CompletionCommand.class);

  /** They tell of all the others. */
  private static final Set<Class<? extends Subcommand>> OVERVIEWS =
      Set.of(DescribeCommand.class, CompletionCommand.class);

  /**
   * It warns in three lines of places outside a projection, which is found out and told here, too.
   * Held here, as Java forgets loggers and their levels.
   */
  private static final Logger GEOTOOLS = Logger.getLogger("org.geotools");

  /** How long work may take to end after Ctrl-C. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Spec private CommandSpec spec;

  /** Runs the command and ends the Java process with its exit code. */
  public static void main(String[] arguments) {
    loadBeside();
    Interruption interruption = Interruption.watch(Thread.currentThread(), PATIENCE);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(out, err, arguments);
    interruption.exit(code);
  }

  /** Half the time of a short command goes into loading coordinate reference systems. */
  private static void loadBeside() {
    Thread loading = new Thread(Crs::load, "crs");
    loading.setDaemon(true);
    loading.start();
  }

  /**
   * Runs the command within this process.
   *
   * @return its exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    if (List.of(arguments).contains("--debug")) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
    }
    GEOTOOLS.setLevel(Level.SEVERE);
    int code = execute(commandLine(arguments).setOut(out).setErr(err), arguments);
    out.flush();
    err.flush();
    return code;
  }

  /** Picocli handles exceptions; memory that ran out, or a native library that fails, is none. */
  static int execute(CommandLine command, String... arguments) {
    try {
      return command.execute(arguments);
    } catch (Error e) {
      return Failure.of(e, command).report(e, command);
    }
  }

  /**
   * The command with its converters and ways to fail, and with the subcommands that these arguments
   * may need: to take in all of them takes longer than many a command itself.
   */
  static CommandLine commandLine(String... arguments) {
    CommandLine command = new CommandLine(new Gramscape());
    subcommands(arguments).forEach(command::addSubcommand);
    return command
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setUsageHelpWidth(100)
        .registerConverter(Area.class, new Parsed<>(Area::parse))
        .registerConverter(Length.class, new Parsed<>(Length::parse))
        .registerConverter(AssumedCrs.class, new Parsed<>(AssumedCrs::parse))
        .registerConverter(ByteSize.class, new Parsed<>(ByteSize::parse))
        .registerConverter(ComputeDevice.class, new Parsed<>(ComputeDevice::parse))
        .registerConverter(Connectivity.class, new Parsed<>(Connectivity::parse))
        .registerConverter(Crs.class, new Parsed<>(Crs::parse))
        .registerConverter(HeightProtocol.class, new Parsed<>(HeightProtocol::named))
        .registerConverter(HeightUnit.class, new Parsed<>(HeightUnit::parse))
        .registerConverter(ImageNormalisation.class, new Parsed<>(ImageNormalisation::parse))
        .registerConverter(Path.class, new Parsed<>(Path::of))
        .registerConverter(ScaleRule.class, new Parsed<>(ScaleRule::parse))
        .setParameterExceptionHandler(Failure::ofUsage)
        .setExecutionExceptionHandler(Failure::ofExecution);
  }

  private static List<Class<? extends Subcommand>> subcommands(String... arguments) {
    return SUBCOMMANDS.stream()
        .filter(type -> arguments.length > 0 && name(type).equals(arguments[0]))
        .filter(type -> !OVERVIEWS.contains(type))
        .findFirst()
        .<List<Class<? extends Subcommand>>>map(List::of)
        .orElse(SUBCOMMANDS);
  }

  private static String name(Class<?> subcommand) {
    return subcommand.getAnnotation(Command.class).name();
  }

  /** Without a subcommand: the overview. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }
}
