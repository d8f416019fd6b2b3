package org.gramscape.geoio.style;

import java.util.Locale;

/**
 * Styles for rasters of heights in metres: bare ground sand, low plants yellow, tall trees dark.
 */
public final class HeightStyle {
  private static final int[] RAMP = {
    0xE8DFC8, 0xD9E07A, 0x9CCB57, 0x4FA64A, 0x1F7A3D, 0x0B4F33, 0x062B2B
  };

  private HeightStyle() {}

  /**
   * A style for the first band.
   *
   * @param tallestMetres the height that has the last colour, as everything above
   * @throws IllegalArgumentException if it is not positive
   */
  public static LayerStyle raster(double tallestMetres) {
    if (!(tallestMetres > 0) || Double.isInfinite(tallestMetres)) {
      throw new IllegalArgumentException("the tallest height is positive: " + tallestMetres);
    }
    return new LayerStyle(qml(tallestMetres), sld(tallestMetres));
  }

  private static String qml(double tallest) {
    XmlText xml = XmlText.qml().open("pipe");
    Object[] renderer = {
      "type",
      "singlebandpseudocolor",
      "band",
      1,
      "opacity",
      1,
      "alphaBand",
      -1,
      "classificationMin",
      0,
      "classificationMax",
      tallest
    };
    Object[] shader = {
      "colorRampType",
      "INTERPOLATED",
      "classificationMode",
      1,
      "clip",
      0,
      "minimumValue",
      0,
      "maximumValue",
      tallest
    };
    xml.open("rasterrenderer", renderer).open("rastershader").open("colorrampshader", shader);
    for (int step = 0; step < RAMP.length; step++) {
      Object[] item = {
        "value",
        height(step, tallest),
        "color",
        hexColor(step),
        "alpha",
        255,
        "label",
        label(step, tallest)
      };
      xml.empty("item", item);
    }
    return xml.finish();
  }

  private static String sld(double tallest) {
    XmlText xml = XmlText.sld("height").open("Rule").open("RasterSymbolizer");
    xml.open("ColorMap", "type", "ramp");
    for (int step = 0; step < RAMP.length; step++) {
      Object[] entry = {
        "color", hexColor(step), "quantity", height(step, tallest), "label", label(step, tallest)
      };
      xml.empty("ColorMapEntry", entry);
    }
    return xml.finish();
  }

  private static double height(int step, double tallest) {
    return tallest * step / (RAMP.length - 1);
  }

  private static String hexColor(int step) {
    return String.format("#%06x", RAMP[step]);
  }

  private static String label(int step, double tallest) {
    return String.format(Locale.ROOT, "%.1f m", height(step, tallest));
  }
}
