package org.gramscape.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import java.nio.file.Path;
import org.gramscape.model.kernel.UnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeDeviceTest {

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cuda:0", "cuda:7"})
  void saysWhatItWasReadFrom(String text) {
    assertThat(ComputeDevice.parse(text)).hasToString(text);
  }

  @Test
  void cudaIsTheFirst() {
    assertThat(ComputeDevice.parse("cuda")).isEqualTo(new ComputeDevice(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "cuda:1000000000000", "CPU 1"})
  void refusesWhatIsNone(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ComputeDevice.parse(text))
        .withMessageContaining("cpu, cuda or cuda:1 expected");
  }

  /** Never another device in its place. */
  @Test
  void aDeviceThatIsNotThereIsRefused() {
    ComputeDevice absent = new ComputeDevice(Engine.getEngine("PyTorch").getGpuCount());
    Models models = new Models(Path.of("none"));
    assertThatThrownBy(() -> models.open(Models.standard(), Precision.FP32, absent))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining(absent.toString())
        .hasMessageContaining("PYTORCH_LIBRARY_PATH");
  }
}
