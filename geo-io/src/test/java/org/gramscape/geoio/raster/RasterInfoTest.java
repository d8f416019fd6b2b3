package org.gramscape.geoio.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RasterInfoTest {
  private static final BandInfo BAND =
      new BandInfo("", BandInfo.Role.GRAY, OptionalDouble.empty(), 8, 1, 0);

  /** Else what is printed of a file would differ from run to run. */
  @Test
  void metadataIsInTheOrderOfNames() {
    Map<String, String> metadata =
        Map.of("D", "4", "B", "2", "E", "5", "A", "1", "F", "6", "C", "3");
    RasterInfo info = info(metadata);
    assertThat(info.metadata().keySet()).containsExactly("A", "B", "C", "D", "E", "F");
  }

  @Test
  void whatLiesBeyondItIsRefused() {
    RasterInfo info = info(Map.of());
    info.requireWithin(info.window(), 1, 0);
    assertThatThrownBy(() -> info.requireWithin(new Window(3, 0, 2, 1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("outside the raster of 4 x 3");
    assertThatThrownBy(() -> info.requireWithin(new Window(0, 3, 1, 1), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> info.requireWithin(info.window(), 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no band 2");
    assertThatThrownBy(() -> info.requireWithin(info.window(), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RasterInfo info(Map<String, String> metadata) {
    return new RasterInfo(
        "scene.tif",
        "JVM",
        "GTiff",
        4,
        3,
        SampleType.UINT8,
        List.of(BAND, BAND),
        Optional.empty(),
        "",
        Optional.empty(),
        metadata);
  }
}
