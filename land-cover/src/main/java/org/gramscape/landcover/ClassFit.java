package org.gramscape.landcover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gramscape.features.ColoredFeatures;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.head.Backbone;
import org.gramscape.tiling.SceneView;
import org.gramscape.tiling.TileReader;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * Fits a {@link ClassHead} to labelled points or polygons of a scene.
 *
 * <p>Features are taken from the tiles of inference. A class with one label works. Labels beside
 * the scene or on ground without data are left out and counted in the report, and so are classes
 * that have no other labels. The same labels give the same head, in whatever order and layers they
 * come; a place that is labelled twice counts twice, with both classes if they differ.
 *
 * @param method how classes are told apart
 * @param folding how labels are held out to see what the fit is worth
 * @param squares sides in metres of the squares whose colour and texture stand beside the
 *     backbone's features; empty for the backbone's alone
 */
public record ClassFit(ClassMethod method, SceneView view, Folding folding, List<Double> squares) {
  /** Logistic regression, with colours. */
  public static final ClassFit STANDARD =
      new ClassFit(
          ClassMethod.LOGISTIC, SceneView.DEFAULT, Folding.STANDARD, ColoredFeatures.SQUARES);

  private static final int LEAST_BLOCK_PATCHES = 4;
  private static final int BLOCKS_ACROSS = 6;

  /**
   * Makes sure that labels can be learnt from, before features are computed.
   *
   * @param scene a path or, for GDAL, an address
   * @param layers stay the caller's
   * @param field of each layer, whose values name the classes
   * @throws InvalidVectorException if a layer has no such field or no label on the scene, or all
   *     are of one class
   * @throws org.gramscape.geoio.UnusableInputException if the scene cannot be used
   */
  public void requireLabels(String scene, List<VectorSource> layers, String field)
      throws IOException {
    try (RasterSource source = view.open(scene)) {
      labels(source.info(), layers, field);
    }
  }

  /**
   * Fits.
   *
   * @param scene a path or, for GDAL, an address
   * @param layers of points or polygons, each in any CRS; stay the caller's
   * @param field of each layer, whose values name the classes
   * @param backbone its features alone; stay the caller's
   * @throws InvalidVectorException if a layer has no such field or no label on the scene, or fewer
   *     than two classes have labels on valid ground of it
   * @throws org.gramscape.geoio.UnusableInputException if the scene cannot be used
   */
  public ClassHead fit(String scene, List<VectorSource> layers, String field, TileFeatures backbone)
      throws IOException {
    try (RasterSource source = view.open(scene)) {
      return fit(source, layers, field, backbone);
    }
  }

  ClassHead fit(RasterSource scene, List<VectorSource> layers, String field, TileFeatures backbone)
      throws IOException {
    ModelInfo info = backbone.info();
    double metres = view.groundSampleDistance().orElse(info.groundSampleDistance());
    TileReader reader = view.reader(scene, FeatureNetwork.normalisation(info), metres);
    Labels read = labels(scene.info(), layers, field);
    List<LabelPoint> points = LabelPoints.of(read.labels(), reader.plan(), info.patchSize());
    FeatureSampling sampling =
        new FeatureSampling(reader, ColoredFeatures.beside(backbone, squares, metres));
    sampling.sample(points);
    Standardisation standardisation =
        sampling.places().isEmpty() ? null : sampling.standardisation();
    List<Integer> present =
        List.copyOf(new TreeSet<>(sampling.places().stream().map(LabelPoint::classIndex).toList()));
    if (present.size() < 2) {
      throw tooFew(layers, field, read, present, sampling.onNodata());
    }
    LabelledSamples samples = samples(sampling, standardisation, present);
    double side = blockMetres(sampling.places(), scene.info(), metres * info.patchSize());
    Folds folds = folds(samples, sampling.places(), scene.info(), side);
    ClassifierTraining.Trained trained =
        ClassifierTraining.train(
            samples,
            sampling.ground().stream()
                .map(features -> standardisation.apply(features, 0))
                .toArray(float[][]::new),
            method,
            folds);
    List<LegendEntry> classes = present.stream().map(read.legend()::get).toList();
    ClassValidation validation =
        ClassValidation.of(
            samples,
            classes.stream().map(LegendEntry::name).toList(),
            folds,
            folding.kind(),
            side,
            trained.heldOut());
    return new ClassHead(
        Backbone.of(info, backbone.layers(), backbone.channels()),
        metres,
        squares,
        method,
        classes,
        standardisation,
        trained.classifier(),
        report(scene.info(), read, points, sampling, trained.cost(), validation));
  }

  /** The side of the blocks that are held out; 0 if there are none. */
  private double blockMetres(List<LabelPoint> places, RasterInfo scene, double patchMetres)
      throws InvalidRasterException {
    if (folding.kind() == FoldKind.RANDOM) {
      return 0;
    }
    if (folding.block().isPresent()) {
      return folding.block().get().metres();
    }
    GroundSampleDistance pixel = scene.groundSampleDistance();
    DoubleSummaryStatistics columns =
        places.stream().mapToDouble(LabelPoint::column).summaryStatistics();
    DoubleSummaryStatistics rows = places.stream().mapToDouble(LabelPoint::row).summaryStatistics();
    double extent =
        Math.max(
            (columns.getMax() - columns.getMin()) * pixel.acrossMetres(),
            (rows.getMax() - rows.getMin()) * pixel.downMetres());
    return Math.max(extent / BLOCKS_ACROSS, LEAST_BLOCK_PATCHES * patchMetres);
  }

  private Folds folds(
      LabelledSamples samples, List<LabelPoint> places, RasterInfo scene, double side)
      throws InvalidRasterException {
    if (folding.kind() == FoldKind.RANDOM) {
      return Folds.random(samples);
    }
    GroundSampleDistance pixel = scene.groundSampleDistance();
    return Folds.blocked(
        samples,
        places.stream().mapToDouble(place -> place.column() * pixel.acrossMetres()).toArray(),
        places.stream().mapToDouble(place -> place.row() * pixel.downMetres()).toArray(),
        side);
  }

  private static LabelledSamples samples(
      FeatureSampling sampling, Standardisation standardisation, List<Integer> present) {
    int count = sampling.places().size();
    float[][] features = new float[count][];
    int[] classes = new int[count];
    int[] origins = new int[count];
    for (int s = 0; s < count; s++) {
      LabelPoint place = sampling.places().get(s);
      features[s] = standardisation.apply(sampling.features().get(s), 0);
      classes[s] = present.indexOf(place.classIndex());
      origins[s] = place.label();
    }
    return new LabelledSamples(present.size(), features, classes, origins);
  }

  private static ClassReport report(
      RasterInfo scene,
      Labels read,
      List<LabelPoint> points,
      FeatureSampling sampling,
      double cost,
      ClassValidation validation) {
    Set<Integer> inside = new LinkedHashSet<>();
    points.forEach(point -> inside.add(point.label()));
    Set<Integer> used = new LinkedHashSet<>();
    sampling.places().forEach(place -> used.add(place.label()));
    return new ClassReport(
        scene.name(),
        used.size(),
        sampling.places().size(),
        read.labels().size() - inside.size(),
        sampling.onNodata(),
        cost,
        validation);
  }

  private static Labels labels(RasterInfo scene, List<VectorSource> layers, String field)
      throws IOException {
    Labels read = Labels.read(layers, field, scene.requireGeoreference());
    Geometry ground =
        new GeometryFactory().toGeometry(new Envelope(0, scene.width(), 0, scene.height()));
    for (int layer = 0; layer < layers.size(); layer++) {
      int number = layer;
      List<Labels.Label> own =
          read.labels().stream().filter(label -> label.layer() == number).toList();
      if (own.stream().noneMatch(label -> ground.intersects(label.geometry()))) {
        throw outside(layers.get(layer), own, scene);
      }
    }
    if (read.legend().size() < 2) {
      throw new InvalidVectorException(
          "labels of two classes are needed, and the field \"%s\" of %s names only %s; add labels of another class"
              .formatted(field, Labels.names(layers), read.legend().get(0).name()));
    }
    return read.byPlace();
  }

  private static InvalidVectorException outside(
      VectorSource layer, List<Labels.Label> labels, RasterInfo scene) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (Labels.Label label : labels) {
      var envelope = label.geometry().getEnvelopeInternal();
      left = Math.min(left, envelope.getMinX());
      right = Math.max(right, envelope.getMaxX());
      top = Math.min(top, envelope.getMinY());
      bottom = Math.max(bottom, envelope.getMaxY());
    }
    return new InvalidVectorException(
        ("none of the %d labels of \"%s\" lies on %s: in its pixels they span columns %.0f to %.0f"
                + " and rows %.0f to %.0f, and it has %d x %d; check the CRS of both")
            .formatted(
                labels.size(),
                layer.name(),
                scene.name(),
                left,
                right,
                top,
                bottom,
                scene.width(),
                scene.height()));
  }

  private static InvalidVectorException tooFew(
      List<VectorSource> layers, String field, Labels read, List<Integer> present, int onNodata) {
    List<String> names = new ArrayList<>();
    present.forEach(c -> names.add(read.legend().get(c).name()));
    List<String> all = read.legend().stream().map(LegendEntry::name).toList();
    return new InvalidVectorException(
        ("labels of two classes are needed on valid ground of the scene, and there are %s; the"
                + " field \"%s\" of %s names %s, and %d places lie on ground without data; add labels of another class there")
            .formatted(
                names.isEmpty() ? "none" : "only those of " + names.get(0),
                field,
                Labels.names(layers),
                String.join(", ", all),
                onNodata));
  }
}
