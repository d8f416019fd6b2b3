package org.gramscape.geoio.raster.jvm;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.gramscape.geoio.raster.BandInfo.Role;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSpec;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * GDAL's own XML tag (42112).
 *
 * @param items of the dataset, by name
 * @param bandItems of bands, by {@code "0 description"} and the like
 */
record GdalMetadata(Map<String, String> items, Map<String, String> bandItems) {

  /** What the tag says of one band. */
  record Band(
      String description,
      Optional<Role> role,
      OptionalInt bits,
      double scale,
      double offset,
      Optional<String> unit) {}

  /** Reads the tag's text; nothing is known if it is empty or damaged. */
  static GdalMetadata parse(String xml) {
    Map<String, String> items = new HashMap<>();
    Map<String, String> bandItems = new HashMap<>();
    if (!xml.isBlank()) {
      try {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        var builder = factory.newDocumentBuilder();
        builder.setErrorHandler(null);
        NodeList nodes =
            builder.parse(new InputSource(new StringReader(xml))).getElementsByTagName("Item");
        for (int i = 0; i < nodes.getLength(); i++) {
          Element item = (Element) nodes.item(i);
          String name = item.getAttribute("name");
          if (item.hasAttribute("sample")) {
            String what = item.hasAttribute("role") ? item.getAttribute("role") : name;
            String key = item.getAttribute("sample") + " " + what.toLowerCase(Locale.ROOT);
            bandItems.put(key, item.getTextContent());
          } else if (!item.hasAttribute("domain")) {
            items.put(name, item.getTextContent());
          } else if (RasterInfo.SENSOR_DOMAINS.contains(item.getAttribute("domain"))) {
            items.putIfAbsent(name, item.getTextContent());
          }
        }
      } catch (ParserConfigurationException | SAXException | IOException e) {
        return new GdalMetadata(Map.of(), Map.of());
      }
    }
    return new GdalMetadata(items, bandItems);
  }

  Band band(int band) {
    String bits = bandItems.getOrDefault(band + " nbits", "");
    return new Band(
        bandItems.getOrDefault(band + " description", ""),
        role(bandItems.getOrDefault(band + " colorinterp", "")),
        bits.matches("\\d{1,2}") ? OptionalInt.of(Integer.parseInt(bits)) : OptionalInt.empty(),
        number(band + " scale", 1),
        number(band + " offset", 0),
        Optional.ofNullable(bandItems.get(band + " unittype")));
  }

  private static Optional<Role> role(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "red" -> Optional.of(Role.RED);
      case "green" -> Optional.of(Role.GREEN);
      case "blue" -> Optional.of(Role.BLUE);
      case "nir" -> Optional.of(Role.NEAR_INFRARED);
      case "alpha" -> Optional.of(Role.ALPHA);
      case "gray" -> Optional.of(Role.GRAY);
      case "undefined" -> Optional.of(Role.UNDEFINED);
      default -> Optional.empty();
    };
  }

  private double number(String key, double missing) {
    try {
      return bandItems.containsKey(key) ? Double.parseDouble(bandItems.get(key)) : missing;
    } catch (NumberFormatException e) {
      return missing;
    }
  }

  /** The text of the tag, or "" if there is nothing to say. */
  static String toXml(RasterSpec spec) {
    List<String> bands = spec.bands();
    StringBuilder xml = new StringBuilder();
    new TreeMap<>(spec.metadata())
        .forEach((name, value) -> xml.append(item("name=\"" + escape(name) + "\"", value)));
    for (int band = 0; band < bands.size(); band++) {
      if (!bands.get(band).isEmpty()) {
        String attributes = "name=\"DESCRIPTION\" sample=\"" + band + "\" role=\"description\"";
        xml.append(item(attributes, bands.get(band)));
      }
      if (!spec.bandScales().isEmpty()) {
        RasterSpec.BandScale scale = spec.bandScales().get(band);
        xml.append(bandItem("OFFSET", band, Double.toString(scale.offset())));
        xml.append(bandItem("SCALE", band, Double.toString(scale.scale())));
      }
      if (!spec.unit().isEmpty()) {
        xml.append(bandItem("UNITTYPE", band, spec.unit()));
      }
    }
    return xml.isEmpty() ? "" : "<GDALMetadata>\n" + xml + "</GDALMetadata>\n";
  }

  private static String bandItem(String name, int band, String value) {
    String role = name.toLowerCase(Locale.ROOT);
    return item("name=\"" + name + "\" sample=\"" + band + "\" role=\"" + role + "\"", value);
  }

  private static String item(String attributes, String text) {
    return "  <Item " + attributes + ">" + escape(text) + "</Item>\n";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
