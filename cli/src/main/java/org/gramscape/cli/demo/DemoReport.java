package org.gramscape.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.gramscape.cli.page.ReportPage;
import org.gramscape.cli.page.ReportPage.Figure;
import org.gramscape.cli.picture.Palette;
import org.gramscape.cli.picture.Picture;
import org.gramscape.cli.picture.PolygonPicture;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.ClassLegend;
import org.gramscape.samples.Cover;
import org.gramscape.tiling.RangeScaling;

/**
 * The report of a demonstration: each step's pictures, figures and command.
 *
 * @param folder where the steps left their files
 * @param steps by name
 */
public record DemoReport(Path folder, Map<String, Step> steps) {
  private static final int SIDE = 640;
  private static final double METRES = 20;
  private static final double ERROR_METRES = 10;

  /** What is less or more than most of a map's spreads would leave one colour for the others. */
  private static final double LOW_PERCENT = 2;

  private static final double HIGH_PERCENT = 98;
  private static final int[] COLORS = {0, 1, 2};
  private static final int SCALE_STOPS = 7;

  /**
   * A step.
   *
   * @param command as a person would type it in the demonstration's folder
   * @param output what it printed
   */
  public record Step(String command, String output) {}

  /**
   * The page.
   *
   * @param model what the model is, in a sentence
   * @param version of Gramscape
   */
  public String html(String model, String version) throws IOException {
    ReportPage page =
        new ReportPage(
            "From a scene to canopy height and land cover",
            "What gramscape demo did, step by step, with the commands to repeat it.");
    scenes(page);
    features(page, model);
    heights(page);
    classes(page);
    page.section(
        "What is left",
        "All files are in the folder of this report. The maps open in QGIS with their colours;"
            + " heights.tif has the height in metres in its first band and the spread of its error"
            + " in the second.");
    page.section("Made by", version);
    return page.html();
  }

  private void scenes(ReportPage page) throws IOException {
    page.section(
            "1. Two made-up scenes",
            "A generator painted two landscapes of forest stands, fields, meadows, water, roads and"
                + " houses, at 0.6 m a pixel. Heights and classes are known for every pixel. The"
                + " left one is there to learn from, the right one is to be mapped.")
        .figures(
            new Figure(colors("train/scene.tif"), "Scene to learn from"),
            new Figure(colors("test/scene.tif"), "Scene to map"));
    command(page, "doctor");
  }

  private void features(ReportPage page, String model) throws IOException {
    Picture components = new Picture(ImageIO.read(folder.resolve("pca.png").toFile()));
    page.section(
            "2. What the model sees",
            "The network ("
                + model
                + ") turns every patch of 16 by 16 pixels into a vector. The three directions in"
                + " which these vectors differ most are shown as red, green and blue: like colours"
                + " mean that the model finds places alike.")
        .figures(
            new Figure(colors("test/scene.tif"), "Scene"),
            new Figure(components, "Principal components of its features"));
    command(page, "pca");
  }

  private void heights(ReportPage page) throws IOException {
    JsonNode scores = json("evaluate height");
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put("Mean error (MAE)", format("%.1f m", scores.path("mae").asDouble()));
    numbers.put("RMSE", format("%.1f m", scores.path("rmse").asDouble()));
    numbers.put("Bias", format("%+.1f m", scores.path("bias").asDouble()));
    numbers.put("R²", format("%.2f", scores.path("r2").asDouble()));
    numbers.put("R² of 30 m blocks", format("%.2f", scores.path("blockR2").asDouble()));
    page.section(
            "3. Canopy height",
            "Kernel ridge regression learns heights from the first scene's features, and predicts"
                + " those of the second, with the spread of its error. Above the true and the mapped"
                + " height; below where and by how much the map errs, and how much it says it may.")
        .figures(
            new Figure(quantities("test/heights.tif", 0, Palette.heights(METRES)), "True height"),
            new Figure(quantities("heights.tif", 0, Palette.heights(METRES)), "Mapped height"))
        .scale("0 m", stops(Palette.heights(1), 0), format("%.0f m and more", METRES));
    RangeScaling spreads = spreads();
    page.figures(
            new Figure(
                quantities("errors/heights_errors.tif", 2, Palette.errors(ERROR_METRES)),
                "Error: what is mapped minus what is true"),
            new Figure(
                quantities(
                    "heights.tif", 1, value -> Palette.shares().color(spreads.scale(1, value))),
                "Spread that the map tells: one standard deviation of its error"))
        .scale(
            format("%.0f m too low", ERROR_METRES),
            stops(Palette.errors(1), -1),
            format("%.0f m too high", ERROR_METRES))
        .scale(
            format("Spread of %.1f m", spreads.low()[1]),
            stops(Palette.shares(), 0),
            format("%.1f m", spreads.high()[1]))
        .numbers(numbers);
    command(page, "fit height");
    command(page, "canopy-height");
    command(page, "evaluate height");
  }

  private void classes(ReportPage page) throws IOException {
    page.section(
            "4. Land cover",
            "Thirty labelled points a class teach the classes. The map becomes polygons without gaps"
                + " or overlaps; areas below 50 m² go to the neighbour with the longest shared"
                + " edge.")
        .figures(
            new Figure(classes("test/classes.tif"), "True classes"),
            new Figure(classes("classes.tif"), "Mapped classes"),
            new Figure(polygons(), "Polygons over the scene"))
        .legend(Cover.legend());
    JsonNode scores = json("evaluate classes");
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put("Accuracy", format("%.0f %%", 100 * scores.path("accuracy").asDouble()));
    numbers.put("Mean IoU", format("%.2f", scores.path("meanIou").asDouble()));
    numbers.put("Kappa", format("%.2f", scores.path("kappa").asDouble()));
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode score : scores.path("classes")) {
      rows.add(
          List.of(
              score.path("name").asText(),
              format("%.1f %%", share(score, scores)),
              format("%.2f", score.path("iou").asDouble()),
              format("%.2f", score.path("precision").asDouble()),
              format("%.2f", score.path("recall").asDouble())));
    }
    page.numbers(numbers)
        .table(List.of("Class", "share of the scene", "IoU", "precision", "recall"), rows);
    command(page, "fit classes");
    command(page, "land-cover");
    command(page, "evaluate classes");
  }

  private static double share(JsonNode score, JsonNode scores) {
    return 100.0 * score.path("truthCells").asDouble() / scores.path("cells").asDouble();
  }

  private void command(ReportPage page, String name) {
    Step step = steps.get(name);
    boolean figures = step.output().stripLeading().startsWith("{");
    page.command(step.command(), figures ? "" : step.output());
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(steps.get(name).output());
  }

  private Picture colors(String file) throws IOException {
    try (RasterSource source = open(file)) {
      return Picture.ofColors(source, COLORS, RangeScaling.bits(source.info()), SIDE);
    }
  }

  private Picture quantities(String file, int band, Palette palette) throws IOException {
    try (RasterSource source = open(file)) {
      return Picture.ofQuantities(source, band, palette, SIDE);
    }
  }

  private RangeScaling spreads() throws IOException {
    try (RasterSource heights = open("heights.tif")) {
      return RangeScaling.percentiles(heights, new int[] {1}, LOW_PERCENT, HIGH_PERCENT);
    }
  }

  /** A palette's colours from a value to 1. */
  private static List<Integer> stops(Palette palette, double from) {
    return IntStream.range(0, SCALE_STOPS)
        .mapToObj(i -> palette.color(from + (1 - from) * i / (SCALE_STOPS - 1.0)))
        .toList();
  }

  private Picture classes(String file) throws IOException {
    try (RasterSource source = open(file)) {
      return Picture.ofClasses(source, 0, palette(source.info()), SIDE);
    }
  }

  /** The colours of a class raster, by class name the same in every picture. */
  private static Palette palette(RasterInfo classes) {
    Map<String, Integer> byName = new HashMap<>();
    Cover.legend().forEach(entry -> byName.put(entry.name(), entry.rgb()));
    Map<Integer, Integer> byValue = new HashMap<>();
    ClassLegend.of(classes)
        .forEach(
            entry -> byValue.put(entry.value(), byName.getOrDefault(entry.name(), entry.rgb())));
    return Palette.classes(byValue);
  }

  private Picture polygons() throws IOException {
    RasterInfo scene;
    Palette palette;
    try (RasterSource source = open("test/scene.tif");
        RasterSource classes = open("classes.tif")) {
      scene = source.info();
      palette = palette(classes.info());
    }
    try (VectorSource layer = Vectors.open(folder.resolve("cover.gpkg").toString(), null)) {
      return PolygonPicture.of(colors("test/scene.tif"), scene, layer, palette);
    }
  }

  private RasterSource open(String file) throws IOException {
    return Rasters.open(folder.resolve(file).toString(), Backend.JVM);
  }

  private static String format(String form, double value) {
    return String.format(Locale.ROOT, form, value);
  }
}
