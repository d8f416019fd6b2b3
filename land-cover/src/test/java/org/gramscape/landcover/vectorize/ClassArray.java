package org.gramscape.landcover.vectorize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.gramscape.geoio.Area;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSink;

/** A class raster in memory; {@link #NODATA} has no class. Further bands are confidences. */
record ClassArray(int width, int height, Georeference georeference, float[][] bands)
    implements RasterSource {

  static final int NODATA = -9999;

  /** One metre in the middle of a UTM zone, north-up. */
  static Georeference metres() {
    return reference(32617, GeoTransform.northUp(500_000, 4_000_000, 1, 1));
  }

  static Georeference reference(int epsg, GeoTransform transform) {
    try {
      return new Georeference(Crs.epsg(epsg), transform);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static ClassArray of(int width, int... classes) {
    float[] band = new float[classes.length];
    IntStream.range(0, classes.length).forEach(i -> band[i] = classes[i]);
    return new ClassArray(width, classes.length / width, metres(), new float[][] {band});
  }

  /** Rows of digits; a dot is nodata. */
  static ClassArray drawn(String... rows) {
    int[] classes = String.join("", rows).chars().map(c -> c == '.' ? NODATA : c - '0').toArray();
    return of(rows[0].length(), classes);
  }

  ClassArray in(Georeference other) {
    return new ClassArray(width, height, other, bands);
  }

  ClassArray withConfidence(float... confidence) {
    return new ClassArray(width, height, georeference, new float[][] {bands[0], confidence});
  }

  int classValue(int column, int row) {
    return (int) bands[0][row * width + column];
  }

  @Override
  public RasterInfo info() {
    BandInfo band = new BandInfo("", BandInfo.Role.UNDEFINED, OptionalDouble.of(NODATA), 8, 1, 0);
    return new RasterInfo(
        "classes",
        "memory",
        "memory",
        width,
        height,
        SampleType.FLOAT32,
        IntStream.range(0, bands.length).mapToObj(i -> band).toList(),
        Optional.of(georeference),
        "",
        Optional.empty(),
        Map.of());
  }

  @Override
  public PixelBlock read(Window window, int... chosen) {
    PixelBlock block = PixelBlock.zeros(window, chosen.length);
    for (int band = 0; band < chosen.length; band++) {
      for (int row = 0; row < window.height(); row++) {
        for (int column = 0; column < window.width(); column++) {
          float value =
              bands[chosen[band]][(window.row() + row) * width + window.column() + column];
          block.samples()[block.index(band, row, column)] = value;
          block.valid()[block.index(band, row, column)] = value != NODATA;
        }
      }
    }
    return block;
  }

  @Override
  public void close() {}

  List<Feature> vectorize(VectorizeOptions options) {
    return vectorize(new Vectorizer(options));
  }

  /** The second band, if any, is the confidence. */
  List<Feature> vectorize(Vectorizer vectorizer) {
    try {
      ClassRasters rasters = ClassRasters.of(this);
      return vectorize(vectorizer, bands.length == 1 ? rasters : rasters.withConfidence(band(1)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static List<Feature> vectorize(Vectorizer vectorizer, ClassRasters rasters) throws IOException {
    Features features = new Features(new ArrayList<>());
    vectorizer.vectorize(rasters, features);
    return features.list();
  }

  /** One of the bands as a raster. */
  ClassArray band(int band) {
    return new ClassArray(width, height, georeference, new float[][] {bands[band]});
  }

  static VectorizeOptions options(double minSquareMetres, double simplifyMetres) {
    return VectorizeOptions.PLAIN
        .withMinArea(new Area(minSquareMetres))
        .withSimplify(new Length(simplifyMetres));
  }

  /** A sink that keeps what it gets. */
  record Features(List<Feature> list) implements VectorSink {
    @Override
    public void write(Feature feature) {
      list.add(feature);
    }

    @Override
    public void commit() {}

    @Override
    public void close() {}
  }
}
