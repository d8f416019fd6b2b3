package org.gramscape.landcover.change;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.landcover.vectorize.ClassRasters;

/**
 * Two class rasters of one grid as one raster: each pair of classes has a number, from 0 in the
 * order in which pairs are met. Invalid where either has no class.
 */
final class ChangeSource implements RasterSource {

  /** The class of a place before and after. */
  record Pair(int before, int after) {}

  private final RasterSource before;
  private final RasterSource after;
  private final RasterInfo info;
  private final Map<Pair, Integer> numbers = new HashMap<>();
  private final List<Pair> pairs = new ArrayList<>();

  /** Both stay the caller's. */
  ChangeSource(RasterSource before, RasterSource after) {
    this.before = before;
    this.after = after;
    BandInfo band =
        new BandInfo("change", BandInfo.Role.UNDEFINED, OptionalDouble.empty(), Integer.SIZE, 1, 0);
    this.info = before.info().withBands(SampleType.INT32, List.of(band));
  }

  @Override
  public RasterInfo info() {
    return info;
  }

  /** The pair that a number stands for. */
  Pair pair(int number) {
    return pairs.get(number);
  }

  /**
   * The numbers of pairs.
   *
   * @throws InvalidRasterException if a class is not a whole number
   */
  @Override
  public PixelBlock read(Window window, int... bands) throws IOException {
    PixelBlock from = before.read(window, 0);
    PixelBlock to = after.read(window, 0);
    PixelBlock block = PixelBlock.zeros(window, 1);
    Pair pair = null;
    int number = -1;
    for (int i = 0; i < window.size(); i++) {
      block.valid()[i] = from.valid()[i] && to.valid()[i];
      if (block.valid()[i]) {
        int classBefore = ClassRasters.classOf(from.samples()[i], before.info());
        int classAfter = ClassRasters.classOf(to.samples()[i], after.info());
        if (pair == null || pair.before != classBefore || pair.after != classAfter) {
          pair = new Pair(classBefore, classAfter);
          number = number(pair);
        }
        block.samples()[i] = number;
      }
    }
    return block;
  }

  private int number(Pair pair) {
    return numbers.computeIfAbsent(
        pair,
        added -> {
          pairs.add(added);
          return pairs.size() - 1;
        });
  }

  /** Leaves both open: they belong to whoever opened them. */
  @Override
  public void close() {}
}
