package org.gramscape.canopy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.gramscape.geoio.Length;

/**
 * By which rules heights are compared with the truth.
 *
 * @param name as people call it
 * @param cells what is compared
 * @param border cells at the top and on the left that don't count
 * @param belowMetres true heights of so much or more don't count
 * @param blockMetres side of a block; 0 if its cells are counted
 * @param blockCells side of a block in cells, if not in metres
 * @param masked whether only ground of a mask counts, which must be given
 */
public record HeightProtocol(
    String name,
    Cells cells,
    int border,
    double belowMetres,
    double blockMetres,
    int blockCells,
    boolean masked) {

  /** What is compared. */
  public enum Cells {
    /**
     * Cells of a metre of the truth's grid, or its pixels if they are not finer: of finer pixels
     * the highest counts, and predictions are averaged. If predictions are coarser, it is their
     * pixels, over which the truth's cells are averaged.
     */
    METRES,
    /** The prediction's pixels, onto which the truth is averaged. */
    OF_PREDICTION,
    /** The truth's pixels, onto which the prediction is averaged. */
    OF_TRUTH
  }

  /** A metre, and blocks of 30 m, within which single crowns average out. */
  public static final HeightProtocol STANDARD =
      new HeightProtocol("standard", Cells.METRES, 0, MetreSource.MAX_HEIGHT, 30, 0, false);

  /**
   * That of Tolan et al. 2024: the prediction's pixels without the first three rows and columns,
   * blocks of 50 pixels.
   */
  public static final HeightProtocol TOLAN =
      new HeightProtocol("tolan", Cells.OF_PREDICTION, 3, MetreSource.MAX_HEIGHT, 0, 50, false);

  /**
   * That of Open-Canopy (Fogel et al. 2024): the truth's pixels (theirs are 1.5 m) below 60 m,
   * where a mask says that plants grow.
   */
  public static final HeightProtocol OPEN_CANOPY =
      new HeightProtocol("open-canopy", Cells.OF_TRUTH, 0, 60, 30, 0, true);

  private static final HeightProtocol[] ALL = {STANDARD, TOLAN, OPEN_CANOPY};

  /**
   * The protocol of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static HeightProtocol named(String name) {
    return Arrays.stream(ALL)
        .filter(protocol -> protocol.name.equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no protocol \"%s\"; choose one of %s"
                        .formatted(
                            name,
                            Arrays.stream(ALL)
                                .map(HeightProtocol::name)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * The same with blocks of another size, which its name says.
   *
   * @throws IllegalArgumentException if it is no size
   */
  public HeightProtocol withBlocks(Length side) {
    if (side.metres() == 0) {
      throw new IllegalArgumentException("blocks have a size, such as 10m");
    }
    return new HeightProtocol(
        "%s with blocks of %s".formatted(name, side),
        cells,
        border,
        belowMetres,
        side.metres(),
        0,
        masked);
  }

  /**
   * Makes sure that there is the mask without which a protocol is another.
   *
   * @throws IllegalArgumentException if not
   */
  public void requireMask(boolean given) {
    if (masked && !given) {
      throw new IllegalArgumentException(
          "the protocol %s counts ground where plants grow only; give a raster that is not 0 there as --mask"
              .formatted(name));
    }
  }

  /** Cells along the side of a block. */
  int side(double cellMetres) {
    return blockCells > 0 ? blockCells : (int) Math.max(1, Math.rint(blockMetres / cellMetres));
  }
}
