package org.gramscape.tiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a run depends on and must find unchanged to go on, by name: of a map the scene, the tiles,
 * the bands and their scaling, the model and its head.
 */
public record Fingerprint(Map<String, String> parts) {

  public Fingerprint {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /**
   * Starts with a scene's path, size and time of last change.
   *
   * @throws IOException if the file is not there
   */
  public static Fingerprint ofScene(Path scene) throws IOException {
    return new Fingerprint(Map.of())
        .with("scene", scene.toRealPath().toString())
        .with("scene's size", Files.size(scene) + " bytes")
        .with("scene's last change", Files.getLastModifiedTime(scene).toString());
  }

  /** This and one thing more. */
  public Fingerprint with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(parts);
    more.put(name, value);
    return new Fingerprint(more);
  }

  /** This and one thing more, of which no more than the beginning of its SHA-256 is told. */
  public Fingerprint withDigest(String name, String sha256) {
    return with(name, "SHA-256 " + sha256.substring(0, 12));
  }

  /** In words what of {@code other} is not as here; "" if nothing. */
  public String differences(Fingerprint other) {
    Set<String> names = new LinkedHashSet<>(parts.keySet());
    names.addAll(other.parts.keySet());
    StringBuilder differences = new StringBuilder();
    for (String name : names) {
      String here = parts.getOrDefault(name, "nothing");
      String there = other.parts.getOrDefault(name, "nothing");
      if (!here.equals(there)) {
        differences.append(differences.isEmpty() ? "" : "; ");
        differences.append(name).append(" was ").append(there).append(", is ").append(here);
      }
    }
    return differences.toString();
  }
}
