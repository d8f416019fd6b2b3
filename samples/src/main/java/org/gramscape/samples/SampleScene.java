package org.gramscape.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.RasterSpec.Overviews;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.landcover.ClassLegend;

/**
 * A made-up landscape whose heights and classes are known: something to try, test and learn with.
 *
 * <p>Forest stands of several species with crowns and shadows, fields with rows, meadows, water,
 * roads, houses and bare soil, at 0.6 m in UTM zone 32 north. The same seed and size give the same
 * files; different seeds lie side by side, so they never overlap.
 *
 * @param scene red, green and blue, uint8
 * @param heights the vegetation's true height in metres, float32; 0 where nothing grows
 * @param classes the true {@link Cover} codes, uint8 with colours
 * @param points labelled places, with the class's name in the field {@link #LABEL_FIELD}
 */
public record SampleScene(Path scene, Path heights, Path classes, Path points) {
  /** Metres a pixel. */
  public static final double GROUND_SAMPLE_DISTANCE = 0.6;

  /** The attribute of {@link #points} that names the class. */
  public static final String LABEL_FIELD = "class";

  private static final int CLASS_NODATA = 255;
  private static final int UTM_32_NORTH = 32632;

  /**
   * Makes a scene of {@code width} by {@code height} pixels and its truth in {@code folder}.
   *
   * @param overwrite whether files of an earlier scene may be replaced
   * @throws org.gramscape.geoio.OutputExistsException if a file exists and may not be
   */
  public static SampleScene generate(
      long seed, int width, int height, Path folder, boolean overwrite) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Canvas canvas = new Canvas(width, height);
    Ground ground = new Ground(random.split(), width, height);
    ground.paint(canvas);
    new Waters(random.split(), width, height).paint(canvas);
    new Roads(random.split(), width, height).paint(canvas);
    new Houses(random.split()).paint(canvas, ground);
    new Trees(random.split()).paint(canvas, ground);
    double[] rgb = new Light(random.split()).expose(canvas);

    Files.createDirectories(folder);
    SampleScene files =
        new SampleScene(
            folder.resolve("scene.tif"),
            folder.resolve("heights.tif"),
            folder.resolve("classes.tif"),
            folder.resolve("points.gpkg"));
    files.write(canvas, rgb, place(seed, width), random.split(), overwrite);
    return files;
  }

  private static Georeference place(long seed, int width) throws IOException {
    double left = 400_000 + Math.floorMod(seed, 100) * Math.ceil(width * GROUND_SAMPLE_DISTANCE);
    return new Georeference(
        Crs.epsg(UTM_32_NORTH),
        GeoTransform.northUp(left, 5_300_000, GROUND_SAMPLE_DISTANCE, GROUND_SAMPLE_DISTANCE));
  }

  private void write(
      Canvas canvas, double[] rgb, Georeference place, SplittableRandom random, boolean overwrite)
      throws IOException {
    RasterSpec colors =
        spec(canvas, place, SampleType.UINT8, List.of("red", "green", "blue"), Overviews.AVERAGE);
    write(scene, colors, rgb, overwrite);

    double[] metres = new double[canvas.canopy.length];
    double[] codes = new double[canvas.cover.length];
    for (int i = 0; i < metres.length; i++) {
      metres[i] = canvas.canopy[i];
      codes[i] = canvas.cover[i].code();
    }
    RasterSpec height =
        spec(canvas, place, SampleType.FLOAT32, List.of("height_m"), Overviews.AVERAGE)
            .withUnit("m");
    write(heights, height, metres, overwrite);
    write(classes, classSpec(canvas, place), codes, overwrite);
    SamplePoints.write(points, canvas, place, random, overwrite);
  }

  private static RasterSpec spec(
      Canvas canvas, Georeference place, SampleType type, List<String> bands, Overviews overviews) {
    return new RasterSpec(
        canvas.width,
        canvas.height,
        type,
        bands,
        place,
        OptionalDouble.empty(),
        overviews,
        Optional.empty(),
        Map.of(),
        Map.of());
  }

  private static RasterSpec classSpec(Canvas canvas, Georeference place) {
    return new RasterSpec(
        canvas.width,
        canvas.height,
        SampleType.UINT8,
        List.of("class"),
        place,
        OptionalDouble.of(CLASS_NODATA),
        Overviews.MODE,
        Optional.of(ClassLegend.colors(Cover.legend())),
        ClassLegend.metadata(Cover.legend()),
        Map.of());
  }

  private static void write(Path file, RasterSpec spec, double[] samples, boolean overwrite)
      throws IOException {
    PixelBlock block =
        PixelBlock.zeros(new Window(0, 0, spec.width(), spec.height()), spec.bands().size());
    System.arraycopy(samples, 0, block.samples(), 0, samples.length);
    try (RasterSink sink = Rasters.create(file, spec, overwrite)) {
      sink.write(block);
      sink.commit();
    }
  }
}
