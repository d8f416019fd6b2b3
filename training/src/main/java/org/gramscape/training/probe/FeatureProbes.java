package org.gramscape.training.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gramscape.canopy.HeightPair;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Layers;
import org.gramscape.tiling.SceneView;

/**
 * Probes of a frozen backbone: what simple fits on its patch tokens achieve.
 *
 * <ul>
 *   <li>Heights: ridge regression ({@link HeightProbe}), fitted to some scenes, scored on others.
 *   <li>Classes: logistic regression and nearest neighbours from a few labels ({@link ClassProbe}),
 *       scene by scene.
 *   <li>{@link Sharpness} of the similarities of patch tokens.
 * </ul>
 *
 * <p>Every model gets the same cells, folds and labels, whatever its features; the same scenes give
 * the same scores in any order. One scene is in memory at a time, of a large one its middle of
 * {@value #MOST_PATCHES} by {@value #MOST_PATCHES} patches.
 */
public final class FeatureProbes {
  private static final int MOST_PATCHES = 256;

  private final List<HeightPair> train;
  private final List<HeightPair> test;
  private final List<ClassScene> scenes;
  private final int labels;
  private final int draws;
  private final SceneView view;

  /**
   * @param train pairs to fit heights to
   * @param test pairs to score heights on; no file of them may be one of {@code train}
   * @param labels cells of each class to learn from
   * @param draws how often these are drawn anew
   * @throws IllegalArgumentException if a scene is in both, or there are none at all
   */
  public FeatureProbes(
      List<HeightPair> train,
      List<HeightPair> test,
      List<ClassScene> scenes,
      int labels,
      int draws,
      SceneView view)
      throws IOException {
    this.train = sorted(train, HeightPair::image);
    this.test = sorted(test, HeightPair::image);
    this.scenes = sorted(scenes, ClassScene::image);
    this.labels = labels;
    this.draws = draws;
    this.view = view;
    if (train.isEmpty() != test.isEmpty()) {
      throw new IllegalArgumentException(
          "heights need pairs to fit to and others to be scored on; there are only those %s"
              .formatted(test.isEmpty() ? "to fit to" : "to be scored on"));
    }
    if (test.isEmpty() && scenes.isEmpty()) {
      throw new IllegalArgumentException("pairs with heights or scenes with classes are needed");
    }
    requireApart();
  }

  private static <T> List<T> sorted(List<T> list, Function<T, String> name) {
    return list.stream().sorted(Comparator.comparing(name)).toList();
  }

  private void requireApart() throws IOException {
    Set<String> seen = new HashSet<>();
    for (HeightPair pair : train) {
      seen.add(file(pair.image()));
      seen.add(file(pair.heights()));
    }
    for (HeightPair pair : test) {
      for (String name : List.of(pair.image(), pair.heights())) {
        if (seen.contains(file(name))) {
          throw new IllegalArgumentException(
              name + " is among the pairs to fit to and those to be scored on; keep it in one");
        }
      }
    }
  }

  /** One name for all the names of a file. */
  private static String file(String name) throws IOException {
    Path path = Path.of(name);
    return Files.exists(path) ? path.toRealPath().toString() : name;
  }

  /** How many scenes are read for a model. */
  public int count() {
    return train.size() + test.size() + scenes.size();
  }

  /**
   * Probes some layers of a model.
   *
   * @param threads how many tiles are computed at once; the scores do not depend on it
   * @param sceneDone is told after each scene
   * @throws org.gramscape.geoio.UnusableInputException if a scene cannot be used
   * @throws InterruptedException if the thread was interrupted
   */
  public ProbeScores score(FeatureExtractor model, Layers layers, int threads, Runnable sceneDone)
      throws IOException, InterruptedException {
    FeatureReader reader = new FeatureReader(model, layers, view, threads, MOST_PATCHES);
    List<Sharpness> sharpness = new ArrayList<>();
    Consumer<SceneFeatures> seen = features -> sharpness.add(Sharpness.of(features));
    HeightProbe heights = new HeightProbe(reader);
    for (HeightPair pair : train) {
      heights.train(pair);
      sceneDone.run();
    }
    for (HeightPair pair : test) {
      heights.test(pair, seen);
      sceneDone.run();
    }
    List<ClassProbeScores> classes = new ArrayList<>();
    for (ClassScene scene : scenes) {
      classes.add(new ClassProbe(reader, labels, draws).score(scene, seen));
      sceneDone.run();
    }
    return new ProbeScores(
        test.isEmpty() ? Optional.empty() : Optional.of(heights.scores()),
        classes,
        Sharpness.mean(sharpness));
  }
}
