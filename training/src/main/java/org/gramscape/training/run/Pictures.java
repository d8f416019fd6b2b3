package org.gramscape.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What observers have drawn: files {@code NAME-ITERATION.png} or {@code .jpg} in a folder. */
record Pictures(Path folder) {
  private static final Pattern NAME = Pattern.compile("(.+)-(\\d+)\\.(png|jpe?g)");

  /** A picture of an iteration. */
  record Picture(long iteration, Path file) {}

  /** Some of each name: the first, the last and others evenly between them. */
  Map<String, List<Picture>> some(int most) throws IOException {
    Map<String, List<Picture>> all = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return all;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          all.computeIfAbsent(name.group(1), n -> new ArrayList<>())
              .add(new Picture(Long.parseLong(name.group(2)), file));
        }
      }
    }
    all.values().forEach(list -> list.sort(Comparator.comparingLong(Picture::iteration)));
    all.replaceAll((name, pictures) -> spread(pictures, most));
    return all;
  }

  private static List<Picture> spread(List<Picture> pictures, int most) {
    if (pictures.size() <= most) {
      return pictures;
    }
    List<Picture> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(pictures.get((int) ((long) i * (pictures.size() - 1) / (most - 1))));
    }
    return some;
  }

  /** Deletes those that were made after an iteration. */
  void cutAfter(long iteration) throws IOException {
    for (List<Picture> pictures : some(Integer.MAX_VALUE).values()) {
      for (Picture picture : pictures) {
        if (picture.iteration() > iteration) {
          Files.delete(picture.file());
        }
      }
    }
  }
}
