package org.gramscape.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gramscape.model.weights.WeightsFormatException;

/**
 * What tensors don't say about a model.
 *
 * @param normalisation of the images it was trained on
 * @param groundSampleDistance metres a pixel to show it images at
 * @param licence what its weights may be used for, in a sentence
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ModelFacts(ImageNormalisation normalisation, double groundSampleDistance, String licence) {
  /** Of the satellite images; for a network trained on photographs, as good as any. */
  private static final double DEFAULT_GROUND_SAMPLE_DISTANCE = 0.6;

  private static final String META_LICENCE =
      "If these are Meta's weights: DINOv3 License. It allows use and changes free of charge;"
          + " whoever passes them or derivatives on must do so under the same licence with a copy"
          + " of it; publications must acknowledge it; military, nuclear and espionage uses are"
          + " excluded.";

  private static final String NORMALISATION = "gramscape.normalisation";
  private static final String GROUND_SAMPLE_DISTANCE = "gramscape.groundSampleDistance";
  private static final String LICENCE = "gramscape.licence";

  /** Digests in the names of Meta's files of SAT-493M weights. */
  private static final String SAT_NAMES = ".*(sat[-_]?493m|eadcf0ff|a6675841).*";

  private static final String LVD_NAMES = ".*lvd[-_]?1689m.*";

  /**
   * Best knowledge: what the file's header says under {@code gramscape.*}, else the names.
   *
   * <p>Models trained on SAT-493M need its mean and deviation, but Hugging Face's {@code
   * preprocessor_config.json} for them has ImageNet's; so that file is not read. A name with {@code
   * sat493m}, or of Meta's files' digests, or a ViT-L with a norm for local crops (only SAT-493M's
   * has one) means SAT-493M; all else is taken for LVD-1689M.
   *
   * @param hints names that may tell, of the file, the model and so on; the first that does decides
   * @throws WeightsFormatException if the header tells what can't be
   */
  static ModelFacts of(List<String> hints, Architecture architecture, Map<String, String> metadata)
      throws WeightsFormatException {
    try {
      ImageNormalisation normalisation =
          Optional.ofNullable(metadata.get(NORMALISATION))
              .map(ImageNormalisation::parse)
              .orElseGet(() -> guess(hints, architecture));
      String distance = metadata.get(GROUND_SAMPLE_DISTANCE);
      return new ModelFacts(
          normalisation,
          distance == null ? DEFAULT_GROUND_SAMPLE_DISTANCE : Double.parseDouble(distance),
          metadata.getOrDefault(LICENCE, META_LICENCE));
    } catch (IllegalArgumentException e) {
      throw new WeightsFormatException(
          "The file's header tells a gramscape.normalisation or gramscape.groundSampleDistance that can't be (%s). Export the model again."
              .formatted(e.getMessage()),
          e);
    }
  }

  /** Whether a file's header says how images are normalised. */
  static boolean tellsNormalisation(Map<String, String> metadata) {
    return metadata.containsKey(NORMALISATION);
  }

  static ModelFacts of(ModelInfo info) {
    return new ModelFacts(info.normalisation(), info.groundSampleDistance(), info.licence());
  }

  /** The same as text for a file's header, from where {@link #of} takes it. */
  Map<String, String> toMetadata() {
    return Map.of(
        NORMALISATION, normalisation.name(),
        GROUND_SAMPLE_DISTANCE, Double.toString(groundSampleDistance),
        LICENCE, licence);
  }

  private static ImageNormalisation guess(List<String> hints, Architecture architecture) {
    for (String hint : hints) {
      String name = hint.toLowerCase(Locale.ROOT);
      if (name.matches(SAT_NAMES)) {
        return ImageNormalisation.SAT_493M;
      }
      if (name.matches(LVD_NAMES)) {
        return ImageNormalisation.LVD_1689M;
      }
    }
    boolean satellite =
        architecture.name().equals("vitl16")
            && architecture instanceof Architecture.Vit vit
            && vit.config().untieLocalClassNorm();
    return satellite ? ImageNormalisation.SAT_493M : ImageNormalisation.LVD_1689M;
  }

  ModelFacts withNormalisation(ImageNormalisation value) {
    return new ModelFacts(value, groundSampleDistance, licence);
  }
}
