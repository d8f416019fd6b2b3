package org.gramscape.training.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.RasterSource;
import org.junit.jupiter.api.Test;

class PlacedTruthTest {

  @Test
  void aMaskWithoutPlaceCoversItsImage() throws Exception {
    Georeference place = Painted.place(3, 0.5);
    RasterSource mask = MemoryScene.of(50, 30, Optional.empty());

    RasterSource placed = PlacedTruth.of(mask, MemoryScene.of(100, 60, Optional.of(place)).info());

    double[] end = placed.info().requireGeoreference().placeOn(place, 50, 30);
    assertThat(end[0]).isCloseTo(100, within(1e-6));
    assertThat(end[1]).isCloseTo(60, within(1e-6));
  }

  @Test
  void aPlaceIsKeptAndOneThatCannotBeGuessedIsNot() throws Exception {
    Georeference place = Painted.place(3, 0.5);
    RasterSource elsewhere = MemoryScene.of(50, 30, Optional.of(Painted.place(4, 1)));
    RasterSource otherShape = MemoryScene.of(50, 40, Optional.empty());
    RasterSource image = MemoryScene.of(100, 60, Optional.of(place));

    assertThat(PlacedTruth.of(elsewhere, image.info())).isSameAs(elsewhere);
    assertThat(PlacedTruth.of(otherShape, image.info())).isSameAs(otherShape);
  }
}
