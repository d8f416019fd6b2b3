package org.gramscape.landcover;

import java.util.HashMap;
import java.util.Map;
import org.gramscape.features.TileFeatures;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.ModelInfo;
import org.gramscape.tiling.Normalisation;
import org.gramscape.tiling.SceneMapping;
import org.gramscape.tiling.TilePredictor;

/** What a scene is mapped with by those who predict from a backbone's features. */
final class FeatureNetwork {
  private FeatureNetwork() {}

  /**
   * @param metres the ground sample distance that the predictor was made for
   * @param parts what a resumed run must find unchanged, beside the features
   */
  static SceneMapping.Network of(
      TilePredictor predictor, TileFeatures features, double metres, Map<String, String> parts) {
    ModelInfo model = features.info();
    Map<String, String> identity = new HashMap<>(parts);
    // Those in 8 bits are a little different.
    identity.put("features", features.isStored() ? "stored" : "computed");
    return new SceneMapping.Network(
        predictor, normalisation(model), metres, features.weightsMemory(), identity);
  }

  /** How the model's images are normalised. */
  static Normalisation normalisation(ModelInfo model) {
    ImageNormalisation images = model.normalisation();
    return new Normalisation(images.mean(), images.standardDeviation());
  }
}
