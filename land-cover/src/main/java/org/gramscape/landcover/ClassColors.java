package org.gramscape.landcover;

import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Colours that people expect of well-known classes, and distinct ones for the rest. */
final class ClassColors {
  /** Words found in class names; the first that fits decides. */
  private static final Map<String, Integer> NATURAL = new LinkedHashMap<>();

  static {
    NATURAL.put("water", 0x3B82C4);
    NATURAL.put("river", 0x3B82C4);
    NATURAL.put("lake", 0x3B82C4);
    NATURAL.put("sea", 0x3B82C4);
    NATURAL.put("hydro", 0x3B82C4);
    NATURAL.put("wetland", 0x7FB7BE);
    NATURAL.put("marsh", 0x7FB7BE);
    NATURAL.put("forest", 0x1B7837);
    NATURAL.put("conifer", 0x0B5A2A);
    NATURAL.put("deciduous", 0x4C9A41);
    NATURAL.put("tree", 0x1B7837);
    NATURAL.put("wood", 0x1B7837);
    NATURAL.put("shrub", 0x8FA858);
    NATURAL.put("vegetation", 0x4C9A41);
    NATURAL.put("grass", 0xA6D96A);
    NATURAL.put("meadow", 0xA6D96A);
    NATURAL.put("pasture", 0xA6D96A);
    NATURAL.put("crop", 0xE8C547);
    NATURAL.put("field", 0xE8C547);
    NATURAL.put("farm", 0xE8C547);
    NATURAL.put("agricult", 0xE8C547);
    NATURAL.put("building", 0xC0392B);
    NATURAL.put("house", 0xC0392B);
    NATURAL.put("roof", 0xC0392B);
    NATURAL.put("built", 0xC0392B);
    NATURAL.put("urban", 0xC0392B);
    NATURAL.put("road", 0x7F7F7F);
    NATURAL.put("pav", 0x7F7F7F);
    NATURAL.put("impervious", 0x7F7F7F);
    NATURAL.put("bare", 0xC8A678);
    NATURAL.put("soil", 0xC8A678);
    NATURAL.put("sand", 0xE3CFA0);
    NATURAL.put("rock", 0xA89F91);
    NATURAL.put("snow", 0xEAF4FB);
    NATURAL.put("ice", 0xEAF4FB);
    NATURAL.put("cloud", 0xFFFFFF);
    NATURAL.put("shadow", 0x3A3A3A);
    NATURAL.put("other", 0xD5D2C8);
  }

  private ClassColors() {}

  /** The colour of the class with that name and place among all classes. */
  static int of(String name, int index) {
    String lower = name.toLowerCase(Locale.ROOT);
    return NATURAL.entrySet().stream()
        .filter(entry -> lower.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> spread(index));
  }

  /** Hues a golden angle apart, so that neighbours differ however many there are. */
  private static int spread(int index) {
    float hue = (float) (index * 0.381966 % 1);
    return Color.HSBtoRGB(hue, 0.6f, 0.85f) & 0xFFFFFF;
  }
}
