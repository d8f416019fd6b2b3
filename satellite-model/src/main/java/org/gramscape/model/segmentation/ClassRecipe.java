package org.gramscape.model.segmentation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.gramscape.model.dense.DenseLoss;
import org.gramscape.model.dense.DenseRecipe;
import org.gramscape.model.segmentation.loss.CrossEntropyLoss;
import org.gramscape.model.segmentation.loss.DiceLoss;

/**
 * A training for classes: everything but the images and where things are kept.
 *
 * @param about a sentence for people
 * @param iterations of the whole run, if it is not ended earlier
 * @param batch images of a step
 * @param seed of weights, windows and their changes
 * @param crop side of an image in pixels, a multiple of 32
 * @param groundSampleDistance metres a pixel
 */
public record ClassRecipe(
    String about,
    long iterations,
    int batch,
    long seed,
    int crop,
    double groundSampleDistance,
    Backbone backbone,
    Head head,
    Losses losses,
    Sampling sampling,
    Changes changes,
    Validation validation,
    Steps steps)
    implements DenseRecipe {
  private static final String CROSS_ENTROPY = "crossEntropy";
  private static final String FOCAL = "focal";
  private static final String DICE = "dice";

  /**
   * The head.
   *
   * @param layers of the backbone that it looks at, evenly spread, the last among them; a DPT head
   *     looks at four
   * @param dropout share of channels that are left out while it learns
   * @param levels channels of a DPT head's four levels; of a linear head none
   * @param channels in which a DPT head joins them; of a linear head 0
   * @param hidden channels before a DPT head's last layer; of a linear head 0
   */
  public record Head(
      SegmentationConfig.Kind kind,
      int layers,
      double dropout,
      List<Integer> levels,
      int channels,
      int hidden) {}

  /**
   * What is minimised: the sum of losses by their weights.
   *
   * @param crossEntropy weight of the cross-entropy
   * @param focal weight of the focal loss
   * @param focus how much less the focal loss counts what is nearly right
   * @param dice weight of the dice loss
   * @param rareness of the first two: 0 counts all pixels alike, 1 all classes
   */
  public record Losses(
      double crossEntropy, double focal, double focus, double dice, double rareness) {}

  /**
   * Where windows are taken.
   *
   * @param balance 0 draws classes by their area, 1 all alike
   */
  public record Sampling(double balance) {}

  @Override
  public int layers() {
    return head.layers();
  }

  @Override
  public String describeHead() {
    return head.kind() == SegmentationConfig.Kind.LINEAR
        ? "a linear head of %d layer%s".formatted(head.layers(), head.layers() == 1 ? "" : "s")
        : "a DPT head of %d channels".formatted(head.channels());
  }

  @Override
  public String describeLosses() {
    return lossWeights(0).entrySet().stream()
        .map(each -> String.format(Locale.ROOT, "%.3g of %s", each.getValue(), each.getKey()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public Map<String, Double> lossWeights(long iteration) {
    Map<String, Double> weights = new LinkedHashMap<>();
    weights.put(CROSS_ENTROPY, losses.crossEntropy());
    weights.put(FOCAL, losses.focal());
    weights.put(DICE, losses.dice());
    weights.values().removeIf(weight -> weight == 0);
    return weights;
  }

  /**
   * What is minimised, by the names of {@link #lossWeights}.
   *
   * @param areas of the classes, in any unit
   */
  public Map<String, DenseLoss> terms(double[] areas) {
    List<Double> weights = classWeights(areas);
    return Map.of(
        CROSS_ENTROPY, new CrossEntropyLoss(weights, 0),
        FOCAL, new CrossEntropyLoss(weights, losses.focus()),
        DICE, new DiceLoss());
  }

  /** A class without area has the weight of the largest. */
  private List<Double> classWeights(double[] areas) {
    double largest = DoubleStream.of(areas).max().orElseThrow();
    return DoubleStream.of(areas)
        .mapToObj(area -> area == 0 ? 1 : Math.pow(largest / area, losses.rareness()))
        .toList();
  }

  /** What a head on a backbone is. */
  public SegmentationConfig headOn(int width, int depth, List<ClassLabel> classes) {
    List<Integer> taps =
        IntStream.rangeClosed(1, head.layers())
            .mapToObj(i -> depth * i / head.layers() - 1)
            .toList();
    return new SegmentationConfig(
        head.kind(), taps, width, head.levels(), head.channels(), head.hidden(), classes);
  }
}
