package org.gramscape.geoio.raster.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GdalMetadataTest {
  @Test
  void whatASensorSawIsReadBesideTheFilesOwnTags() {
    String xml =
        """
        <GDALMetadata>
          <Item name="IMAGE_1.meanSunEl" domain="IMD">38.5</Item>
          <Item name="CLOUDCOVER" domain="IMAGERY">3</Item>
          <Item name="CLOUDCOVER">4</Item>
          <Item name="OTHER" domain="RPC">5</Item>
        </GDALMetadata>
        """;

    assertThat(GdalMetadata.parse(xml).items())
        .isEqualTo(Map.of("IMAGE_1.meanSunEl", "38.5", "CLOUDCOVER", "4"));
  }
}
