package org.gramscape.landcover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.ColorTable;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.landcover.vectorize.ClassRasters;

/**
 * The legend of a class raster, in the file itself: names are metadata items {@code CLASS_<value>},
 * colours the palette.
 */
public final class ClassLegend {
  private static final String PREFIX = "CLASS_";
  private static final Pattern ITEM = Pattern.compile(PREFIX + "(-?[0-9]{1,9})");

  /** As many as a palette has. */
  private static final int MOST_DRAWN = 256;

  private static final int ROWS = 256;

  private ClassLegend() {}

  /** The metadata items that keep the names. */
  public static Map<String, String> metadata(List<LegendEntry> legend) {
    Map<String, String> items = new LinkedHashMap<>();
    legend.forEach(entry -> items.put(PREFIX + entry.value(), entry.name()));
    return items;
  }

  /** The palette. */
  public static ColorTable colors(List<LegendEntry> legend) {
    SortedMap<Integer, Integer> colors = new TreeMap<>();
    legend.forEach(entry -> colors.put(entry.value(), entry.rgb()));
    return new ColorTable(colors);
  }

  /** The classes that a raster names, by value; none if it names none. */
  public static List<LegendEntry> of(RasterInfo classes) {
    SortedMap<Integer, String> names = new TreeMap<>();
    classes
        .metadata()
        .forEach(
            (item, name) -> {
              Matcher matcher = ITEM.matcher(item);
              if (matcher.matches()) {
                names.put(Integer.parseInt(matcher.group(1)), name);
              }
            });
    return entries(classes, names);
  }

  /**
   * What a raster is drawn by: the classes that it names, or if it names none those that occur,
   * called by their values; empty if these are more than {@value #MOST_DRAWN}.
   *
   * @param classes whole numbers in the first band
   * @throws InvalidRasterException if one is not a whole number
   */
  public static Optional<List<LegendEntry>> drawn(RasterSource classes) throws IOException {
    RasterInfo info = classes.info();
    List<LegendEntry> named = of(info);
    if (!named.isEmpty()) {
      return Optional.of(named);
    }
    SortedMap<Integer, String> found = new TreeMap<>();
    for (int row = 0; row < info.height() && found.size() <= MOST_DRAWN; row += ROWS) {
      int rows = Math.min(ROWS, info.height() - row);
      PixelBlock block = classes.read(new Window(0, row, info.width(), rows), 0);
      double last = Double.NaN;
      for (int i = 0; i < block.samples().length; i++) {
        if (block.valid()[i] && block.samples()[i] != last) {
          last = block.samples()[i];
          int value = ClassRasters.classOf(last, info);
          found.put(value, Integer.toString(value));
        }
      }
    }
    return found.size() > MOST_DRAWN ? Optional.empty() : Optional.of(entries(info, found));
  }

  /** Classes with the colours of a raster's palette, or such as suit their names. */
  static List<LegendEntry> entries(RasterInfo raster, SortedMap<Integer, String> names) {
    List<LegendEntry> legend = new ArrayList<>();
    names.forEach(
        (value, name) -> {
          int standard = ClassColors.of(name, legend.size());
          int color =
              raster.colors().map(c -> c.colors().getOrDefault(value, standard)).orElse(standard);
          legend.add(new LegendEntry(value, name, color));
        });
    return List.copyOf(legend);
  }
}
