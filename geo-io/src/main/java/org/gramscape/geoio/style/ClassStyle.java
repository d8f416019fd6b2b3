package org.gramscape.geoio.style;

import java.util.List;

/** Styles that give each class its colour and name. */
public final class ClassStyle {
  private ClassStyle() {}

  /**
   * A style for polygons of classes.
   *
   * @param layer the layer's name, for the SLD
   * @param field the whole-number attribute that holds the class
   */
  public static LayerStyle polygons(String layer, String field, List<LegendEntry> legend) {
    return new LayerStyle(polygonQml(field, legend), polygonSld(layer, field, legend));
  }

  /** A style for the first band of a raster of classes. */
  public static LayerStyle raster(List<LegendEntry> legend) {
    return new LayerStyle(rasterQml(legend), rasterSld(legend));
  }

  private static String polygonQml(String field, List<LegendEntry> legend) {
    XmlText xml = XmlText.qml();
    xml.open("renderer-v2", "type", "categorizedSymbol", "attr", field, "symbollevels", 0);
    xml.open("categories");
    for (int i = 0; i < legend.size(); i++) {
      LegendEntry entry = legend.get(i);
      Object[] category = {
        "value", entry.value(), "type", "long", "symbol", i, "label", entry.name(), "render", true
      };
      xml.empty("category", category);
    }
    xml.close("categories").open("symbols");
    for (int i = 0; i < legend.size(); i++) {
      xml.open("symbol", "type", "fill", "name", i, "alpha", 1);
      xml.open("layer", "class", "SimpleFill", "enabled", 1, "pass", 0, "locked", 0);
      xml.open("Option", "type", "Map");
      writeOption(xml, "color", rgba(legend.get(i).rgb()));
      writeOption(xml, "style", "solid");
      writeOption(xml, "outline_color", "35,35,35,60");
      writeOption(xml, "outline_style", "solid");
      writeOption(xml, "outline_width", "0.1");
      writeOption(xml, "outline_width_unit", "MM");
      xml.close("Option").close("layer").close("symbol");
    }
    return xml.close("symbols").close("renderer-v2").text("layerGeometryType", 2).finish();
  }

  private static void writeOption(XmlText xml, String name, String value) {
    xml.empty("Option", "type", "QString", "name", name, "value", value);
  }

  private static String rgba(int rgb) {
    return (rgb >> 16) + "," + (rgb >> 8 & 0xFF) + "," + (rgb & 0xFF) + ",255";
  }

  private static String polygonSld(String layer, String field, List<LegendEntry> legend) {
    XmlText xml = XmlText.sld(layer);
    for (LegendEntry entry : legend) {
      xml.open("Rule").text("Name", entry.name()).text("Title", entry.name());
      xml.open("ogc:Filter").open("ogc:PropertyIsEqualTo");
      xml.text("ogc:PropertyName", field).text("ogc:Literal", entry.value());
      xml.close("ogc:PropertyIsEqualTo").close("ogc:Filter");
      xml.open("PolygonSymbolizer").open("Fill");
      xml.text("CssParameter", entry.hexColor(), "name", "fill");
      xml.close("Fill").close("PolygonSymbolizer").close("Rule");
    }
    return xml.finish();
  }

  private static String rasterQml(List<LegendEntry> legend) {
    XmlText xml = XmlText.qml().open("pipe");
    xml.open("rasterrenderer", "type", "paletted", "band", 1, "opacity", 1, "alphaBand", -1);
    xml.open("colorPalette");
    for (LegendEntry entry : legend) {
      Object[] color = {
        "value", entry.value(), "color", entry.hexColor(), "alpha", 255, "label", entry.name()
      };
      xml.empty("paletteEntry", color);
    }
    return xml.finish();
  }

  private static String rasterSld(List<LegendEntry> legend) {
    XmlText xml = XmlText.sld("classes").open("Rule").open("RasterSymbolizer");
    xml.open("ColorMap", "type", "values");
    for (LegendEntry entry : legend) {
      Object[] color = {
        "color", entry.hexColor(), "quantity", entry.value(), "label", entry.name()
      };
      xml.empty("ColorMapEntry", color);
    }
    return xml.finish();
  }
}
