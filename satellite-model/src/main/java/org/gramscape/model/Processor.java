package org.gramscape.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processor, as Linux tells of it; elsewhere nothing is known.
 *
 * @param maker as the processor itself names it; "" where that is not known
 * @param features what it can do, in Linux's words
 */
public record Processor(String maker, Set<String> features) {
  private static final Path TOLD_BY_LINUX = Path.of("/proc/cpuinfo");

  /** Of AMD and Intel, and of ARM. */
  private static final Set<String> BFLOAT16_PRODUCTS = Set.of("avx512_bf16", "amx_bf16", "bf16");

  public Processor {
    features = Set.copyOf(features);
  }

  /** The one that this runs on. */
  public static Processor ofThisMachine() {
    try (Stream<String> lines = Files.lines(TOLD_BY_LINUX)) {
      return of(lines);
    } catch (IOException e) {
      return new Processor("", Set.of());
    }
  }

  static Processor of(Stream<String> lines) {
    String maker = "";
    Set<String> features = new HashSet<>();
    for (Iterator<String> all = lines.iterator(); all.hasNext(); ) {
      String line = all.next();
      String told = line.substring(line.indexOf(':') + 1).strip();
      switch (line.split("[\\s:]", 2)[0]) {
        case "vendor_id" -> maker = told;
        case "flags", "Features" -> Collections.addAll(features, told.split("\\s+"));
        default -> {}
      }
    }
    return new Processor(maker, features);
  }

  /** Whether Intel made it. */
  public boolean isIntels() {
    return maker.equals("GenuineIntel");
  }

  /** Whether it multiplies bfloat16 by itself. */
  boolean multipliesBfloat16() {
    return !Collections.disjoint(features, BFLOAT16_PRODUCTS);
  }
}
