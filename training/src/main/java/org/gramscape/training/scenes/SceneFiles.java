package org.gramscape.training.scenes;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.gramscape.geoio.InvalidRasterException;

/** Finds the scenes that a person means. */
public final class SceneFiles {
  private static final Set<String> RASTERS =
      Set.of("tif", "tiff", "vrt", "jp2", "img", "png", "jpg", "jpeg");
  private static final String LIST = "txt";
  private static final String WILD = "*?[{";

  private SceneFiles() {}

  /**
   * The rasters that places stand for, sorted, none twice.
   *
   * @param places each a raster, a folder (searched with all below it), a pattern as {@code
   *     scenes/**.tif}, a text file with a place on each line, or what only GDAL opens ({@code
   *     /vsicurl/...}); what lies beside rasters ({@code .aux.xml}, {@code .tfw} ...) is left out
   * @throws InvalidRasterException if a place has no raster, or a folder can't be searched
   */
  public static List<String> find(List<String> places) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String place : places) {
      Collection<String> its = at(place);
      if (its.isEmpty()) {
        throw new InvalidRasterException(
            "no scene matches %s; a raster, a folder of rasters, a pattern as 'scenes/*.tif' or a"
                    .formatted(place)
                + " text file that lists some is expected");
      }
      found.addAll(its);
    }
    return List.copyOf(found);
  }

  private static Collection<String> at(String place) throws IOException {
    if (place.startsWith("/vsi") || place.contains("://")) {
      return List.of(place);
    }
    boolean wild = place.chars().anyMatch(c -> WILD.indexOf(c) >= 0);
    if (wild && !Files.exists(Path.of(place))) {
      return matching(place);
    }
    Path path = Path.of(place);
    if (Files.isDirectory(path)) {
      return rastersBelow(path, file -> true);
    }
    if (!Files.isRegularFile(path)) {
      return List.of();
    }
    return extension(path).equals(LIST) ? listed(path) : List.of(place);
  }

  private static Collection<String> matching(String pattern) throws IOException {
    int first = 0;
    while (WILD.indexOf(pattern.charAt(first)) < 0) {
      first++;
    }
    int folder = pattern.lastIndexOf('/', first);
    Path base = folder < 0 ? Path.of("") : Path.of(pattern.substring(0, Math.max(folder, 1)));
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    return Files.isDirectory(base) ? rastersBelow(base, matcher) : List.of();
  }

  private static Collection<String> rastersBelow(Path folder, PathMatcher matcher)
      throws IOException {
    List<String> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        Set.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()
                && RASTERS.contains(extension(file))
                && matcher.matches(file)) {
              found.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            if (why instanceof FileSystemLoopException) {
              return FileVisitResult.CONTINUE; // Where the link leads to is searched anyway.
            }
            throw new InvalidRasterException(
                "%s can't be searched for scenes: %s; make it readable, or name the scenes and folders beside it"
                    .formatted(
                        file,
                        why instanceof AccessDeniedException
                            ? "access is denied"
                            : why.getMessage()),
                why);
          }
        });
    return found;
  }

  /** Places on a list are seen from the list's own folder. */
  private static Collection<String> listed(Path list) throws IOException {
    Set<String> found = new TreeSet<>();
    Path folder = list.toAbsolutePath().getParent();
    for (String line : Files.readAllLines(list)) {
      String place = line.strip();
      if (place.isEmpty() || place.startsWith("#")) {
        continue;
      }
      boolean elsewhere = place.startsWith("/vsi") || place.contains("://");
      Collection<String> its = at(elsewhere ? place : folder.resolve(place).normalize().toString());
      if (its.isEmpty()) {
        throw new InvalidRasterException("%s lists %s, which is no scene".formatted(list, place));
      }
      found.addAll(its);
    }
    return found;
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
