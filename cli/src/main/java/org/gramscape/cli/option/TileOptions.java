package org.gramscape.cli.option;

import java.util.OptionalDouble;
import org.gramscape.geoio.Length;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a scene is cut into tiles. */
public final class TileOptions {

  /** A length with or without its unit: ground sample distances are in metres everywhere. */
  static final class Metres implements ITypeConverter<Length> {
    @Override
    public Length convert(String text) {
      Length length =
          new Parsed<>(Length::parse).convert(text.matches("[0-9.]+") ? text + "m" : text);
      if (length.metres() == 0) {
        throw new TypeConversionException("a ground sample distance is more than 0 m");
      }
      return length;
    }
  }

  @Option(
      names = "--tile",
      paramLabel = "PX",
      defaultValue = "512",
      description = "Side of a tile in pixels of the model (default: ${DEFAULT-VALUE}).")
  private int tile;

  @Option(
      names = "--gsd",
      paramLabel = "METRES",
      converter = Metres.class,
      description =
          "Ground sample distance that the model sees (default: what it was trained at, or the"
              + " head was fitted at).")
  private Length gsd;

  public int tile() {
    return tile;
  }

  /** Metres a pixel, if given. */
  public OptionalDouble gsd() {
    return gsd == null ? OptionalDouble.empty() : OptionalDouble.of(gsd.metres());
  }
}
