package org.gramscape.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gramscape.cli.demo.DemoReport;
import org.gramscape.geoio.OutputExistsException;
import org.gramscape.geoio.PendingFile;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Models;
import org.gramscape.samples.SampleScene;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The whole way on a made-up landscape, by the command's own steps. */
@Command(
    name = "demo",
    description =
        "Makes two sample scenes, learns from one, maps the other, compares with the truth, and"
            + " leaves a report to open in a browser.",
    footer = {"", "Example:", "  gramscape demo && xdg-open gramscape-demo/report.html"})
final class DemoCommand extends Subcommand {
  private static final int TRAIN_SEED = 1;
  private static final int TEST_SEED = 2;
  private static final int SMALLEST = 256;
  private static final String REPORT = "report.html";

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      defaultValue = "gramscape-demo",
      description = "Where to put everything (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Option(
      names = "--size",
      paramLabel = "PX",
      defaultValue = "1024",
      description = "Side of the scenes, at least 256 (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "The backbone (default: the built-in one).")
  private String model = Models.standard();

  @Option(names = "--overwrite", description = "Replace an earlier demonstration.")
  private boolean overwrite;

  private final Map<String, DemoReport.Step> steps = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    if (size < SMALLEST) {
      throw new IllegalArgumentException(
          "--size %d: at least %d pixels are needed to learn from".formatted(size, SMALLEST));
    }
    Path report = folder.resolve(REPORT);
    if (!overwrite && Files.exists(report)) {
      throw new OutputExistsException(report);
    }
    Files.createDirectories(folder);
    ModelInfo info = Models.local().info(model);
    say("Painting two scenes of %d x %d px in %s".formatted(size, size, folder));
    SampleScene.generate(TRAIN_SEED, size, size, folder.resolve("train"), overwrite);
    SampleScene.generate(TEST_SEED, size, size, folder.resolve("test"), overwrite);

    for (List<String> command : commands()) {
      int code = run(command);
      if (code != 0) {
        return code;
      }
    }
    String html =
        new DemoReport(folder, steps)
            .html(
                "%s, %s, %.1f million parameters"
                    .formatted(info.name(), info.architecture(), info.parameters() / 1e6),
                String.join(", ", new Versions().getVersion()));
    try (PendingFile pending = PendingFile.beside(report, true)) {
      Files.writeString(pending.path(), html);
      pending.commit();
    }
    say("");
    say("The report is ready: open " + report.toAbsolutePath() + " in a browser");
    return 0;
  }

  /** The steps; {@code @} stands for the demonstration's folder. */
  private static List<List<String>> commands() {
    return List.of(
        List.of("doctor", "@test/scene.tif"),
        List.of("pca", "@test/scene.tif", "@pca.png"),
        List.of("fit", "height", "--pair", "@train/scene.tif=@train/heights.tif", "@heights.head"),
        List.of("canopy-height", "@test/scene.tif", "@heights.tif", "--head", "@heights.head"),
        List.of(
            "evaluate",
            "height",
            "@heights.tif",
            "@test/heights.tif",
            "--error-maps",
            "@errors",
            "--json"),
        List.of(
            "fit",
            "classes",
            "@train/scene.tif",
            "@classes.head",
            "--labels",
            "@train/points.gpkg",
            "--field",
            SampleScene.LABEL_FIELD),
        List.of(
            "land-cover",
            "@test/scene.tif",
            "@cover.gpkg",
            "--head",
            "@classes.head",
            "--raster",
            "@classes.tif",
            "--min-area",
            "50m2",
            "--simplify",
            "1m"),
        List.of("evaluate", "classes", "@classes.tif", "@test/classes.tif", "--json"));
  }

  /** Runs a step, shows it as a person would type it in the folder, and keeps what it printed. */
  private int run(List<String> command) {
    String prefix = folder + folder.getFileSystem().getSeparator();
    List<String> words = new ArrayList<>(command);
    boolean evaluates = words.get(0).equals("evaluate");
    if (!evaluates && !model.equals(Models.standard())) {
      words.addAll(List.of("--model", model));
    }
    String shown = "gramscape " + String.join(" ", words).replace("@", "");
    say("");
    say("$ " + shown);

    boolean writes = !words.contains("--json") || words.contains("--error-maps");
    if (overwrite && writes && !words.get(0).equals("doctor")) {
      words.add("--overwrite");
    }
    words.addAll(talk.arguments());
    StringWriter printed = new StringWriter();
    int code =
        Gramscape.run(
            new PrintWriter(printed, true),
            spec.commandLine().getErr(),
            words.stream().map(word -> word.replace("@", prefix)).toArray(String[]::new));
    String name = words.get(0) + (words.get(1).startsWith("@") ? "" : " " + words.get(1));
    steps.put(name, new DemoReport.Step(shown, printed.toString().replace(prefix, "")));
    return code;
  }
}
