package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void whatJsonHasNoNumberForIsTextAndNoScoreIsNull() throws Exception {
    ObjectNode node = Json.object();
    Json.putNumber(node, "nodata", Double.NaN);
    Json.putScore(node, "blockR2", Double.NaN);
    Json.putScore(node, "r2", 0.5);
    assertThat(node.toString()).isEqualTo("{\"nodata\":\"NaN\",\"blockR2\":null,\"r2\":0.5}");
  }
}
