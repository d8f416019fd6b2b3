package org.gramscape.landcover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.landcover.PatchSample.Patch;
import org.gramscape.model.FeatureMap;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.SceneView;
import org.gramscape.tiling.TilePlan;
import org.gramscape.tiling.TileReader;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * Where to label next. Of a scene without labels, places that are unlike each other; else places
 * whose class is uncertain, unlike each other and the labels. They are middles of patches on valid
 * ground, a patch or more away from every label.
 *
 * <p>Uncertainty is 1 less the margin between the shares of the two likeliest classes. Candidates
 * are the most uncertain patches, {@value #CANDIDATES} times as many as wanted, and as many drawn
 * from all: what looks like no label may look certain. {@link DiverseChoice} draws among them with
 * the uncertainty as weight. The same scene, labels and seed give the same places.
 *
 * @param count how many
 * @param threads how many tiles are computed at once; the places do not depend on it
 */
public record Suggestions(int count, long seed, SceneView view, int threads) {
  private static final int CANDIDATES = 20;
  private static final int MOST = 1000;
  private static final double LEAST_UNCERTAINTY = 0.01;

  public Suggestions {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(
          "%d suggestions: 1 to %d are expected".formatted(count, MOST));
    }
  }

  /** A patch and how uncertain its class is, from 0 to 1, or nothing if no class is known. */
  private record Candidate(Patch patch, double uncertainty, String predicted) {}

  /**
   * Labels, and what was learnt from them.
   *
   * @param layers stay the caller's
   * @param field of each layer, whose values name the classes
   */
  public record Known(List<VectorSource> layers, String field, ClassHead head) {}

  /**
   * The layer of points that {@link #find} gives.
   *
   * @param field to be filled in with the true class, empty for now; not added if it is one of the
   *     layer's own
   */
  public static LayerSchema schema(Georeference scene, String field) {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("rank", Type.INTEGER));
    fields.add(new Field("uncertainty", Type.REAL));
    fields.add(new Field("predicted", Type.TEXT));
    if (fields.stream().noneMatch(own -> own.name().equalsIgnoreCase(field))) {
      fields.add(new Field(field, Type.TEXT));
    }
    return new LayerSchema("suggestions", scene.crs(), "Point", fields);
  }

  /**
   * Suggests places without labels.
   *
   * @param scene a path or, for GDAL, an address
   * @return points of {@link #schema}, the first to be labelled first
   * @throws org.gramscape.geoio.UnusableInputException if the scene cannot be used
   * @throws InterruptedException if the thread was interrupted
   */
  public List<Feature> find(String scene, TileFeatures features, ProgressListener progress)
      throws IOException, InterruptedException {
    try (RasterSource source = view.open(scene)) {
      PatchSample sample = new PatchSample(CANDIDATES * count, new SplittableRandom(seed));
      patches(source, features).walk(Integer.MAX_VALUE, progress, sample::offer);
      List<Candidate> candidates =
          sample.patches().stream().map(patch -> new Candidate(patch, 1, null)).toList();
      float[][] vectors =
          candidates.stream()
              .map(candidate -> UnitVectors.of(candidate.patch().features()))
              .toArray(float[][]::new);
      return points(
          choose(candidates, vectors, new DiverseChoice(vectors)),
          source.info().requireGeoreference());
    }
  }

  /**
   * Suggests places beside those that are labelled.
   *
   * @param scene a path or, for GDAL, an address
   * @param features of the head's backbone and layers
   * @return points of {@link #schema}, the first to be labelled first
   * @throws InvalidRasterException if there is no valid place away from labels
   * @throws org.gramscape.geoio.UnusableInputException if scene or labels cannot be used
   * @throws InterruptedException if the thread was interrupted
   */
  public List<Feature> find(
      String scene, Known known, TileFeatures features, ProgressListener progress)
      throws IOException, InterruptedException {
    try (RasterSource source = view.open(scene)) {
      Georeference place = source.info().requireGeoreference();
      Labels labels = Labels.read(known.layers(), known.field(), place);
      TileFeatures seen = known.head().features(features);
      ScenePatches patches = patches(source, seen);
      TilePlan plan = patches.reader().plan();
      double patchPixels = (double) plan.grid().across().tile() / plan.tileWidth();
      LabelledGround ground = LabelledGround.of(labels, patchPixels * features.info().patchSize());
      Candidates passing = new Candidates(known.head(), ground, CANDIDATES * count, seed);
      patches.walk(Integer.MAX_VALUE, progress, passing::offer);
      List<Candidate> candidates = passing.all();
      if (candidates.isEmpty()) {
        throw new InvalidRasterException(
            "%s has no valid place a patch or more away from the labels".formatted(scene));
      }
      Standardisation standardisation = known.head().standardisation();
      float[][] vectors =
          candidates.stream()
              .map(c -> UnitVectors.of(standardisation.apply(c.patch().features(), 0)))
              .toArray(float[][]::new);
      DiverseChoice choice = new DiverseChoice(vectors);
      FeatureSampling labelled = new FeatureSampling(patches.reader(), seen);
      List<LabelPoint> points = LabelPoints.of(labels.labels(), plan, features.info().patchSize());
      labelled.sample(points);
      labelled.features().forEach(x -> choice.avoid(UnitVectors.of(standardisation.apply(x, 0))));
      return points(choose(candidates, vectors, choice), place);
    }
  }

  private ScenePatches patches(RasterSource source, TileFeatures features) throws IOException {
    double metres = view.groundSampleDistance().orElse(features.info().groundSampleDistance());
    TileReader reader = view.reader(source, FeatureNetwork.normalisation(features.info()), metres);
    return new ScenePatches(reader, features, threads);
  }

  private List<Candidate> choose(
      List<Candidate> candidates, float[][] vectors, DiverseChoice choice) {
    double[] weights = candidates.stream().mapToDouble(Candidate::uncertainty).toArray();
    List<Candidate> chosen = new ArrayList<>();
    for (int index : choice.choose(weights, count, new SplittableRandom(seed))) {
      chosen.add(candidates.get(index));
    }
    return chosen;
  }

  private static List<Feature> points(List<Candidate> chosen, Georeference scene) {
    GeometryFactory geometry = new GeometryFactory();
    List<Feature> points = new ArrayList<>();
    for (Candidate candidate : chosen) {
      Patch patch = candidate.patch();
      Map<String, Object> attributes = new LinkedHashMap<>();
      attributes.put("rank", points.size() + 1L);
      attributes.put("uncertainty", candidate.predicted() == null ? null : candidate.uncertainty());
      attributes.put("predicted", candidate.predicted());
      points.add(
          new Feature(
              geometry.createPoint(
                  new Coordinate(
                      scene.transform().x(patch.column(), patch.row()),
                      scene.transform().y(patch.column(), patch.row()))),
              attributes));
    }
    return points;
  }

  /** Keeps the most uncertain of the patches that pass by, of equal ones the first, and others. */
  private static final class Candidates {
    private final ClassHead head;
    private final LabelledGround labelled;
    private final int most;
    private final float[] shares;
    private final PatchSample others;
    private final PriorityQueue<Candidate> uncertain =
        new PriorityQueue<>(Comparator.comparingDouble(Candidate::uncertainty));

    Candidates(ClassHead head, LabelledGround labelled, int most, long seed) {
      this.head = head;
      this.labelled = labelled;
      this.most = most;
      this.shares = new float[head.classes().size()];
      this.others = new PatchSample(most, new SplittableRandom(seed));
    }

    void offer(double column, double row, FeatureMap map, int offset) {
      if (labelled.isNear(column, row)) {
        return;
      }
      others.offer(column, row, map, offset);
      double uncertainty = classify(map.values(), offset);
      if (uncertain.size() < most || uncertainty > uncertain.peek().uncertainty()) {
        uncertain.add(candidate(Patch.of(column, row, map, offset), uncertainty));
      }
      if (uncertain.size() > most) {
        uncertain.poll();
      }
    }

    /** Each once, row by row. */
    List<Candidate> all() {
      SortedSet<Candidate> all =
          new TreeSet<>(
              Comparator.<Candidate>comparingDouble(c -> c.patch().row())
                  .thenComparing(c -> c.patch().column()));
      all.addAll(uncertain);
      for (Patch patch : others.patches()) {
        all.add(candidate(patch, classify(patch.features(), 0)));
      }
      return List.copyOf(all);
    }

    /** Sets the shares; never quite certain, as chance is to have a say. */
    private double classify(float[] x, int offset) {
      head.classifier().classify(head.standardisation().apply(x, offset), shares);
      int best = ClassifierTraining.greatest(shares);
      double second = 0;
      for (int c = 0; c < shares.length; c++) {
        second = c == best ? second : Math.max(second, shares[c]);
      }
      return Math.max(LEAST_UNCERTAINTY, 1 - (shares[best] - second));
    }

    private Candidate candidate(Patch patch, double uncertainty) {
      return new Candidate(
          patch, uncertainty, head.classes().get(ClassifierTraining.greatest(shares)).name());
    }
  }
}
