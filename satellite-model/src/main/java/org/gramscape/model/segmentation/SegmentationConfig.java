package org.gramscape.model.segmentation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.gramscape.model.Precision;
import org.gramscape.model.dense.DenseHead;
import org.gramscape.model.dense.HeadConfig;
import org.gramscape.model.dpt.DptConfig;
import org.gramscape.model.weights.WeightsFormatException;

/**
 * What a head for classes is, as files say it.
 *
 * @param taps the backbone's blocks that it looks at, 0-based and ascending
 * @param width channels of a token
 * @param levels as in {@link DptConfig}; of a linear head none
 * @param channels as in {@link DptConfig}; of a linear head 0
 * @param hidden as in {@link DptConfig}; of a linear head 0
 * @param classes two or more, by ascending values
 */
public record SegmentationConfig(
    Kind kind,
    List<Integer> taps,
    int width,
    List<Integer> levels,
    int channels,
    int hidden,
    List<ClassLabel> classes)
    implements HeadConfig {
  /** As {@code config.json} calls such models. */
  public static final String MODEL_TYPE = "gramscape_classes";

  private static final String HEAD = "head_config";
  private static final int MOST_VALUE = 254;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  /** Kinds of heads. */
  public enum Kind {
    /** A {@link LinearHead}. */
    LINEAR,
    /** A {@link DptClassHead}. */
    DPT
  }

  public SegmentationConfig {
    taps = List.copyOf(taps);
    levels = List.copyOf(levels);
    classes = List.copyOf(classes);
    if (classes.size() < 2) {
      throw new IllegalArgumentException(
          "a head for %d class(es); two or more expected".formatted(classes.size()));
    }
    int before = -1;
    for (ClassLabel label : classes) {
      if (label.value() <= before || label.value() > MOST_VALUE) {
        throw new IllegalArgumentException(
            "the class values %s; ascending ones from 0 to %d expected"
                .formatted(classes.stream().map(ClassLabel::value).toList(), MOST_VALUE));
      }
      before = label.value();
    }
    if (taps.isEmpty() || width < 1) {
      throw new IllegalArgumentException(
          "a head of width %d that looks at the blocks %s".formatted(width, taps));
    }
    if (kind == Kind.DPT) {
      dpt(taps, width, levels, channels, hidden, classes.size());
    }
  }

  /**
   * The head in a {@code config.json} of the type {@value #MODEL_TYPE}.
   *
   * @throws WeightsFormatException if it lacks a field, or has a value that can't be
   */
  public static SegmentationConfig of(JsonNode json) throws WeightsFormatException {
    try {
      return JSON.treeToValue(json.path(HEAD), SegmentationConfig.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new WeightsFormatException(
          "config.json makes no head for classes: %s. Export the model again."
              .formatted(e.getMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  @Override
  public void addTo(ObjectNode json) {
    json.put("model_type", MODEL_TYPE);
    json.set(HEAD, JSON.valueToTree(this));
  }

  /** What sides of images are multiples of, so that classes lie on their pixels. */
  public int sideMultiple(int patchSize) {
    return kind == Kind.DPT ? 2 * patchSize : patchSize;
  }

  /**
   * A head without values.
   *
   * @param dropout share of channels that are left out while it learns
   */
  public DenseHead head(Precision precision, double dropout) {
    return kind == Kind.LINEAR
        ? new LinearHead(taps, width, classes.size(), dropout)
        : new DptClassHead(
            dpt(taps, width, levels, channels, hidden, classes.size()), precision, dropout);
  }

  private static DptConfig dpt(
      List<Integer> taps, int width, List<Integer> levels, int channels, int hidden, int classes) {
    return new DptConfig(taps, width, true, false, levels, channels, true, false, hidden, classes);
  }
}
