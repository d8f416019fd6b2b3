package org.gramscape.training.classes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gramscape.geoio.style.LegendEntry;

/** The legends of several scenes as one: equal names mean equal classes. */
final class Legends {
  private Legends() {}

  /**
   * All classes, by ascending values. They keep their values if each name has one everywhere, and
   * no other has it; otherwise they are numbered from 0 in the order of their names.
   */
  static List<LegendEntry> union(Collection<List<LegendEntry>> legends) {
    Map<String, LegendEntry> byName = new TreeMap<>();
    Map<String, Set<Integer>> values = new LinkedHashMap<>();
    for (List<LegendEntry> legend : legends) {
      for (LegendEntry entry : legend) {
        byName.putIfAbsent(entry.name(), entry);
        values.computeIfAbsent(entry.name(), name -> new HashSet<>()).add(entry.value());
      }
    }
    long distinct = values.values().stream().flatMap(Set::stream).distinct().count();
    boolean agree =
        distinct == byName.size() && values.values().stream().allMatch(all -> all.size() == 1);
    List<LegendEntry> union = new ArrayList<>();
    for (LegendEntry entry : byName.values()) {
      union.add(agree ? entry : new LegendEntry(union.size(), entry.name(), entry.rgb()));
    }
    union.sort(Comparator.comparingInt(LegendEntry::value));
    return List.copyOf(union);
  }
}
