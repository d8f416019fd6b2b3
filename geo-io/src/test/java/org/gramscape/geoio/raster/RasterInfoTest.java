package org.gramscape.geoio.raster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RasterInfoTest {
  /** Else what is printed of a file would differ from run to run. */
  @Test
  void metadataIsInTheOrderOfNames() {
    Map<String, String> metadata =
        Map.of("D", "4", "B", "2", "E", "5", "A", "1", "F", "6", "C", "3");
    RasterInfo info =
        new RasterInfo(
            "scene.tif",
            "JVM",
            "GTiff",
            1,
            1,
            SampleType.UINT8,
            List.of(),
            Optional.empty(),
            "",
            Optional.empty(),
            metadata);
    assertThat(info.metadata().keySet()).containsExactly("A", "B", "C", "D", "E", "F");
  }
}
