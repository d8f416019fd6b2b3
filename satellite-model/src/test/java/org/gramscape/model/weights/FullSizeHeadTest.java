package org.gramscape.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.gramscape.model.Golden;
import org.gramscape.model.dpt.DepthBins;
import org.gramscape.model.dpt.DepthConfig;
import org.gramscape.model.dpt.DptConfig;
import org.gramscape.model.dpt.DptHead;
import org.gramscape.model.kernel.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tensors of CHMv2's released head, at their size, with random values. */
class FullSizeHeadTest {
  private static final String LAST = "conv_depth.head.4.weight";

  @TempDir private Path folder;

  @Test
  void hasTheReleasedNamesAndShapes() throws Exception {
    try (DptHead head = new DptHead(DptConfig.CHMV2)) {
      Map<String, Shape> released = released();
      assertThat(head.namedShapes()).containsExactlyInAnyOrderEntriesOf(released);
      assertThat(head.parameterCount()).isEqualTo(33_747_200);
    }
  }

  @Test
  void loadsFromMetasFile() throws Exception {
    TorchArchive archive = new TorchArchive();
    PickleWriter pickle = new PickleWriter().orderedDict().mark();
    for (Map.Entry<String, Shape> tensor : released().entrySet()) {
      long[] shape = tensor.getValue().getShape();
      // One value everywhere: the archive need not be as large as the tensors.
      String key = archive.addFloats(tensor.getKey().equals(LAST) ? 0.5f : 0.25f);
      pickle.text(tensor.getKey()).tensor(key, 1, 0, shape, new long[shape.length]);
    }
    Path file =
        archive.save(
            folder.resolve("dinov3_vitl16_chmv2_dpt_head-3703d643.pth"), pickle.setItems().end());
    check(file, KeyLayout.META);
  }

  @Test
  void loadsFromHuggingFacesFile() throws Exception {
    JsonNode names = new ObjectMapper().readTree(Golden.path("dpt_chmv2.meta2hf.json").toFile());
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    released()
        .forEach(
            (name, shape) ->
                tensors.put(names.get(name).asText(), new Noise(shape, name.equals(LAST))));
    Path file = folder.resolve("model.safetensors");
    SafetensorsWriter.write(file, tensors, Map.of());
    check(file, KeyLayout.HUGGING_FACE);
  }

  private static void check(Path path, KeyLayout layout) throws Exception {
    try (WeightsFile file = WeightsFile.open(path);
        NDManager manager = Torch.newManager()) {
      StateDict tensors = StateDict.ofHead(file).orElseThrow();
      assertThat(tensors.layout()).isEqualTo(layout);
      assertThat(DepthConfig.ofShapes(tensors, 24))
          .isEqualTo(new DepthConfig(DptConfig.CHMV2, DepthBins.CHMV2));
      try (DptHead head = new DptHead(DptConfig.CHMV2)) {
        tensors.map(head, manager);
        NDArray last = head.namedParameters().get(LAST).getArray();
        assertThat(last.getFloat(255, 127, 0, 0)).isEqualTo(0.5f);
      }
    }
  }

  private static Map<String, Shape> released() throws Exception {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    new ObjectMapper()
        .readTree(Golden.path("dpt_chmv2.fullsize_keys.json").toFile())
        .get("keys")
        .properties()
        .forEach(
            entry -> {
              long[] sides = new long[entry.getValue().size()];
              for (int i = 0; i < sides.length; i++) {
                sides[i] = entry.getValue().get(i).asLong();
              }
              shapes.put(entry.getKey(), new Shape(sides));
            });
    return shapes;
  }

  /** Random values that are nowhere until they are written; or halves. */
  private record Noise(Shape shape, boolean halves) implements StoredTensor {
    @Override
    public void copyTo(ByteBuffer target) {
      SplittableRandom random = new SplittableRandom(3);
      for (long i = 0; i < shape.size(); i++) {
        target.putFloat(halves ? 0.5f : (float) random.nextDouble());
      }
    }
  }
}
