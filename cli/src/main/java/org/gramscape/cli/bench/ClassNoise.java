package org.gramscape.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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

/**
 * A class raster as a classifier might leave it: eight classes in patches of all sizes with rough
 * edges and specks, about 10,400 regions in a million pixels.
 *
 * <p>Two fields of smoothed noise at five scales are cut at fixed heights, one in four and one in
 * two, so that three and four classes meet at points. Equal seeds give equal rasters.
 */
final class ClassNoise {
  private static final int[] SCALES = {700, 150, 40, 12, 4};
  private static final float[] WEIGHTS = {1, 0.6f, 0.4f, 0.3f, 0.3f};
  private static final float CUT = 0.35f;
  private static final int ROWS_A_WRITE = 64;

  /** Pixels of one metre in the middle of a UTM zone. */
  private static final GeoTransform TRANSFORM = GeoTransform.northUp(500_000, 4_010_000, 1, 1);

  private static final int EPSG = 32617;

  private final long seed;
  private final float[][] fields;

  private ClassNoise(int size, long seed) {
    this.seed = seed;
    this.fields = new float[2][size];
  }

  /** Writes a square raster as a Cloud Optimized GeoTIFF of bytes. */
  static void write(Path output, int size, long seed) throws IOException {
    RasterSpec spec =
        new RasterSpec(
            size,
            size,
            SampleType.UINT8,
            List.of("class"),
            new Georeference(Crs.epsg(EPSG), TRANSFORM),
            OptionalDouble.of(255),
            Overviews.NONE,
            Optional.empty(),
            Map.of(),
            Map.of());
    ClassNoise noise = new ClassNoise(size, seed);
    try (RasterSink sink = Rasters.create(output, spec, true)) {
      for (int top = 0; top < size; top += ROWS_A_WRITE) {
        Window window = new Window(0, top, size, Math.min(ROWS_A_WRITE, size - top));
        PixelBlock block = PixelBlock.zeros(window, 1);
        for (int i = 0; i < window.height(); i++) {
          noise.row(top + i, block.samples(), i * size);
        }
        sink.write(block);
      }
      sink.commit();
    }
  }

  private void row(int row, double[] classes, int offset) {
    for (int field = 0; field < fields.length; field++) {
      Arrays.fill(fields[field], 0);
      for (int octave = 0; octave < SCALES.length; octave++) {
        add(field, octave, row);
      }
    }
    for (int column = 0; column < fields[0].length; column++) {
      float height = fields[0][column];
      int band = height < -CUT ? 0 : height < 0 ? 1 : height < CUT ? 2 : 3;
      classes[offset + column] = 2 * band + (fields[1][column] < 0 ? 0 : 1);
    }
  }

  /** Noise at the nodes of a square grid, smoothly joined. */
  private void add(int field, int octave, int row) {
    int scale = SCALES[octave];
    float[] heights = fields[field];
    float down = smooth((row % scale) / (float) scale);
    float right = node(field, octave, row / scale, 0, down);
    int column = 0;
    for (int j = 1; column < heights.length; j++) {
      float left = right;
      right = node(field, octave, row / scale, j, down);
      int end = Math.min(heights.length, j * scale);
      for (int k = 0; column < end; column++, k++) {
        float across = smooth(k / (float) scale);
        heights[column] += WEIGHTS[octave] * (left + across * (right - left));
      }
    }
  }

  private static float smooth(float share) {
    return share * share * (3 - 2 * share);
  }

  private float node(int field, int octave, int i, int j, float down) {
    float above = random(field, octave, i, j);
    return above + down * (random(field, octave, i + 1, j) - above);
  }

  /** From -1 to 1, by Stafford's mix of the node's numbers. */
  private float random(int field, int octave, int i, int j) {
    long bits = seed + (field * 31L + octave) * 0x9E3779B97F4A7C15L;
    bits += i * 0xBF58476D1CE4E5B9L + j * 0x94D049BB133111EBL;
    bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
    return ((bits ^ bits >>> 31) >> 40) / (float) (1 << 23);
  }
}
