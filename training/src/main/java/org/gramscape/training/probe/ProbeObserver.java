package org.gramscape.training.probe;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.Layers;
import org.gramscape.model.TrainedBackbone;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.training.run.Observer;

/** Probes a backbone in training. */
public final class ProbeObserver implements Observer {
  private final FeatureProbes probes;
  private final ImageNormalisation normalisation;
  private final int threads;
  private final Consumer<String> problems;

  /**
   * @param probes on a few small scenes, as training waits for them; with a ground sample distance
   * @param normalisation of the training images
   * @param problems hears, in a line, of a scene that can't be read at a look
   */
  public ProbeObserver(
      FeatureProbes probes,
      ImageNormalisation normalisation,
      int threads,
      Consumer<String> problems) {
    this.probes = probes;
    this.normalisation = normalisation;
    this.threads = threads;
    this.problems = problems;
  }

  /**
   * Sees {@code height.r2}, {@code height.mae}, {@code height.blockR2}, {@code class.linearIou},
   * {@code class.neighboursIou} and {@code class.contrast}, as far as there are scenes for them,
   * and {@code similarity.contrast} and {@code similarity.isolated}; nothing if one of the scenes
   * can't be read.
   */
  @Override
  public Map<String, Double> observe(long iteration, VisionTransformer teacher, Path folder)
      throws IOException {
    TrainedBackbone backbone = new TrainedBackbone(teacher, normalisation, 1, "");
    try (FeatureExtractor model = backbone.features()) {
      return numbers(probes.score(model, Layers.LAST, threads, () -> {}));
    } catch (IOException e) {
      problems.accept("No probes after %d iterations: %s".formatted(iteration, e.getMessage()));
      return Map.of();
    } catch (InterruptedException e) {
      throw (IOException) new InterruptedIOException("while probing").initCause(e);
    }
  }

  private static Map<String, Double> numbers(ProbeScores scores) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    scores
        .heights()
        .ifPresent(
            heights -> {
              numbers.put("height.r2", heights.r2());
              numbers.put("height.blockR2", heights.blockR2());
              numbers.put("height.mae", heights.mae());
            });
    if (!scores.classes().isEmpty()) {
      numbers.put("class.linearIou", scores.linearMeanIou());
      numbers.put("class.neighboursIou", scores.neighboursMeanIou());
      numbers.put("class.contrast", scores.classContrast());
    }
    numbers.put("similarity.contrast", scores.sharpness().contrast());
    numbers.put("similarity.isolated", scores.sharpness().isolated());
    return numbers;
  }
}
