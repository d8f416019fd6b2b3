package org.gramscape.landcover;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gramscape.geoio.raster.ColorTable;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.style.LegendEntry;

/**
 * The legend of a class raster, in the file itself: names are metadata items {@code CLASS_<value>},
 * colours the palette.
 */
public final class ClassLegend {
  private static final String PREFIX = "CLASS_";
  private static final Pattern ITEM = Pattern.compile(PREFIX + "([0-9]{1,3})");

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
    List<LegendEntry> legend = new ArrayList<>();
    names.forEach(
        (value, name) -> {
          int standard = ClassColors.of(name, legend.size());
          int color =
              classes.colors().map(c -> c.colors().getOrDefault(value, standard)).orElse(standard);
          legend.add(new LegendEntry(value, name, color));
        });
    return List.copyOf(legend);
  }
}
