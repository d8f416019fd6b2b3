package org.gramscape.geoio.style;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.gramscape.geoio.InvalidVectorException;

/**
 * The colours that a QGIS style (QML) gives to categories: those of a categorized layer of points
 * or polygons, or of the palette of a raster.
 *
 * @param byCategory {@code 0xRRGGBB} by the categories' values and by what they are called
 */
public record CategoryColors(Map<String, Integer> byCategory) {
  private static final Pattern DECIMAL = Pattern.compile("(\\d{1,3}),(\\d{1,3}),(\\d{1,3})(,.*)?");
  private static final Pattern HEX = Pattern.compile("#([0-9a-fA-F]{6})");

  public CategoryColors {
    byCategory = Map.copyOf(byCategory);
  }

  /**
   * Reads a style.
   *
   * @throws InvalidVectorException if it is no QGIS style, or colours no categories
   */
  public static CategoryColors read(Path qml) throws IOException {
    if (!Files.isRegularFile(qml)) {
      throw new InvalidVectorException(qml + ": no such file");
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    // The document type that QGIS writes is not to be fetched, nor anything else.
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    Reading reading = new Reading();
    try (InputStream in = Files.newInputStream(qml)) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      while (xml.hasNext()) {
        reading.event(xml.next(), xml);
      }
    } catch (XMLStreamException e) {
      throw new InvalidVectorException(
          qml + " is no QGIS style; save one with Style > Save Style in the layer's properties", e);
    }
    CategoryColors colors = new CategoryColors(reading.colors());
    if (colors.byCategory().isEmpty()) {
      throw new InvalidVectorException(
          qml
              + " colours no categories; choose Categorized (or Paletted) in the layer's properties,"
              + " and save the style again");
    }
    return colors;
  }

  /** What is drawn by a symbol. */
  private record Category(String value, String label, String symbol) {}

  /** What has been read so far. */
  private static final class Reading {
    private final List<Category> categories = new ArrayList<>();
    private final Map<String, Integer> symbols = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    void event(int event, XMLStreamReader xml) {
      if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("symbol")) {
        open.pop();
      }
      if (event != XMLStreamConstants.START_ELEMENT) {
        return;
      }
      switch (xml.getLocalName()) {
        case "category" ->
            categories.add(
                new Category(text(xml, "value"), text(xml, "label"), text(xml, "symbol")));
        case "symbol" -> open.push(text(xml, "name"));
        case "Option" -> color(text(xml, "name"), text(xml, "value"));
        case "prop" -> color(text(xml, "k"), text(xml, "v"));
        case "paletteEntry" -> {
          String symbol = "palette " + text(xml, "value");
          categories.add(new Category(text(xml, "value"), text(xml, "label"), symbol));
          rgb(text(xml, "color")).ifPresent(rgb -> symbols.put(symbol, rgb));
        }
        default -> {
          // Says nothing of colours.
        }
      }
    }

    /** The first of a symbol is that of its outermost layer. */
    private void color(String name, String value) {
      if (name.equals("color") && !open.isEmpty()) {
        rgb(value).ifPresent(rgb -> symbols.putIfAbsent(open.peek(), rgb));
      }
    }

    /** Values go before what categories are called. */
    Map<String, Integer> colors() {
      Map<String, Integer> colors = new HashMap<>();
      for (Function<Category, String> key :
          List.<Function<Category, String>>of(Category::value, Category::label)) {
        for (Category category : categories) {
          Integer rgb = symbols.get(category.symbol());
          if (rgb != null && !key.apply(category).isEmpty()) {
            colors.putIfAbsent(key.apply(category), rgb);
          }
        }
      }
      return colors;
    }

    private static String text(XMLStreamReader xml, String attribute) {
      String value = xml.getAttributeValue(null, attribute);
      return value == null ? "" : value;
    }
  }

  private static Optional<Integer> rgb(String text) {
    Matcher hex = HEX.matcher(text);
    if (hex.matches()) {
      return Optional.of(Integer.parseInt(hex.group(1), 16));
    }
    Matcher decimal = DECIMAL.matcher(text);
    if (!decimal.matches()) {
      return Optional.empty();
    }
    int rgb = 0;
    for (int channel = 1; channel <= 3; channel++) {
      rgb = rgb << 8 | Math.min(255, Integer.parseInt(decimal.group(channel)));
    }
    return Optional.of(rgb);
  }
}
