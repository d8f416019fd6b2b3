package org.gramscape.geoio.raster;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Colours ({@code 0xRRGGBB}) of the values of an 8-bit band. */
public record ColorTable(SortedMap<Integer, Integer> colors) {
  public ColorTable {
    colors = Collections.unmodifiableSortedMap(new TreeMap<>(colors));
  }
}
