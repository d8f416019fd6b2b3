package org.gramscape.model.ssl;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.OtherBands;
import org.gramscape.model.weights.StateDict;
import org.gramscape.model.weights.StoredTensor;
import org.gramscape.model.weights.WeightsFile;
import org.gramscape.model.weights.WeightsMismatchException;

/**
 * A file of weights as training takes it: a backbone with whatever names, for images of other bands
 * too ({@link OtherBands}), and the heads of training where the file has some.
 */
final class StoredNetwork implements AutoCloseable {
  private static final String LOCAL_NORM = "local_cls_norm.";
  private static final String PATCH_FILTERS = "patch_embed.proj.weight";

  private final WeightsFile file;
  private final NDManager manager;

  private StoredNetwork(WeightsFile file, NDManager manager) {
    this.file = file;
    this.manager = manager;
  }

  /**
   * @param manager owner of the values of parameters that have none yet
   */
  static StoredNetwork open(Path path, NDManager manager) throws IOException {
    return new StoredNetwork(WeightsFile.open(path), manager);
  }

  /**
   * @param key of the recipe that says the backbone's sizes
   * @throws UnusableWeightsException if the file's backbone is of another shape
   */
  void loadInto(VisionTransformer backbone, String key) throws IOException {
    StateDict weights = StateDict.of(file);
    // Only training has a norm for local crops; it begins as the norm of all.
    boolean localNorm = weights.contains(LOCAL_NORM + "weight");
    VitConfig expected = backbone.config();
    Shape patches = weights.shape(PATCH_FILTERS);
    VitConfig stored =
        expected.toBuilder()
            .untieLocalClassNorm(expected.untieLocalClassNorm() && localNorm)
            .bands(patches == null ? expected.bands() : (int) patches.get(1))
            .build();
    try {
      weights.verify(new VisionTransformer(stored));
    } catch (WeightsMismatchException e) {
      throw mismatch(key, "", e);
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (String name : backbone.namedParameters().keySet()) {
      boolean missing = name.startsWith(LOCAL_NORM) && !localNorm;
      tensors.put(name, weights.tensor(missing ? name.replace("local_cls_", "") : name));
    }
    if (stored.bands() != expected.bands()) {
      tensors.computeIfPresent(
          PATCH_FILTERS, (name, filters) -> new OtherBands(filters, expected.bands()));
    }
    load(tensors, backbone);
  }

  /** Whether there is more than a backbone. */
  boolean hasHeads() {
    return file.tensors().keySet().stream().anyMatch(name -> name.startsWith("dino_head."));
  }

  /**
   * @param key of the recipe that says the heads' sizes
   * @param hint what to do if the file's are others
   * @throws UnusableWeightsException if the file's heads are of other sizes
   */
  void loadHeadsInto(SslNetwork network, String key, String hint) throws IOException {
    for (String part : new String[] {"dino_head", "ibot_head"}) {
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      file.tensors()
          .forEach(
              (name, tensor) -> {
                if (name.startsWith(part + ".")) {
                  tensors.put(name.substring(part.length() + 1), tensor);
                }
              });
      NamedBlock head = network.subModules().get(part);
      try {
        WeightsMismatchException.throwUnlessSame(tensors, head.namedShapes());
      } catch (WeightsMismatchException e) {
        throw mismatch(key, " " + hint, e);
      }
      load(tensors, head);
    }
  }

  private UnusableWeightsException mismatch(String key, String hint, WeightsMismatchException why) {
    return new UnusableWeightsException(
        "%s does not fit the %s of the recipe. %s%s"
            .formatted(file.path(), key, why.getMessage(), hint),
        why);
  }

  private void load(Map<String, StoredTensor> tensors, NamedBlock block) throws IOException {
    for (Map.Entry<String, Parameter> named : block.namedParameters().entrySet()) {
      StoredTensor tensor = tensors.get(named.getKey());
      if (named.getValue().isInitialized()) {
        tensor.copyTo(named.getValue().getArray());
      } else {
        named.getValue().setArray(tensor.read(manager));
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
