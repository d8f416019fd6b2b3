package org.gramscape.model.head;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.OpenModel;

/**
 * What a map was made with, as tags of its file.
 *
 * @param model with the backbone
 * @param headSha256 of the head
 * @param groundSampleDistance metres a pixel that the backbone saw
 */
public record Provenance(OpenModel model, String headSha256, double groundSampleDistance) {

  /** What a resumed run must find unchanged. */
  public Map<String, String> identity() {
    return Map.of(
        "model",
        model.info().sha256(),
        "precision",
        model.precision().name().toLowerCase(Locale.ROOT),
        "device",
        model.device().isGpu() ? "GPU" : "CPU",
        "head",
        headSha256);
  }

  /** {@code GRAMSCAPE_*} by name. */
  public Map<String, String> tags(String product) {
    ModelInfo info = model.info();
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("GRAMSCAPE_PRODUCT", product);
    tags.put("GRAMSCAPE_VERSION", version());
    tags.put("GRAMSCAPE_MODEL", info.name());
    tags.put("GRAMSCAPE_MODEL_SHA256", info.sha256());
    tags.put("GRAMSCAPE_PRECISION", model.precision().name().toLowerCase(Locale.ROOT));
    tags.put("GRAMSCAPE_HEAD_SHA256", headSha256);
    tags.put("GRAMSCAPE_GROUND_SAMPLE_DISTANCE", groundSampleDistance + " m");
    return tags;
  }

  /** Of this program. */
  public static String version() {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
