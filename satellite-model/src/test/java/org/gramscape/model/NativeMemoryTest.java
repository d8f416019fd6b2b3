package org.gramscape.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gramscape.model.dpt.DptConfig;
import org.gramscape.model.vit.VitConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What models say of the native memory that they take. */
class NativeMemoryTest {
  private static final VitConfig TINY = VitConfig.mlp(192, 4, 3);

  /** Nearly all values are those of the blocks' linear layers. */
  @ParameterizedTest
  @CsvSource({"FP32, 4, 4", "BF16, 2, 2.4", "INT8, 1, 1.6"})
  void weightsAreCountedAsTheyAreHeld(Precision precision, double least, double most) {
    try (FeatureExtractor model = RandomModel.open(TINY, precision)) {
      double bytes = (double) model.weightsMemory() / model.info().parameters();
      assertThat(bytes).isBetween(least, most);
    }
  }

  /** A sum that is too small would let a run begin that the system ends. */
  @ParameterizedTest
  @CsvSource({"FP32", "BF16"})
  void aHeightNetworkGrowsByNoMoreThanItSays(Precision precision) throws Exception {
    assumeTrue(Files.isWritable(Path.of("/proc/self/clear_refs")), "a system that tells");
    DptConfig head = DptConfig.of(192, 4, List.of(48, 64, 96, 128), 128, 64, 128);
    HeightMemoryBenchmark.Growth growth = HeightMemoryBenchmark.measure(TINY, head, 512, precision);
    assertThat(growth.measured()).isBetween(64L << 20, growth.expected());
  }
}
