package org.gramscape.training.heights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.canopy.HeightPair;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.training.probe.PairSplit;
import org.gramscape.training.scenes.SceneFiles;

/** Finds the pairs of an image and its heights that a person means. */
public final class PairFiles {
  private static final String IMAGE = "rgb.tif";
  private static final String HEIGHTS = "chm.tif";

  private PairFiles() {}

  /**
   * The pairs that a place stands for.
   *
   * @param place a split (JSON: the pairs to fit to), a text file with an image and its heights on
   *     each line, or a folder or pattern of images {@code rgb.tif} or {@code NAME_rgb.tif}, whose
   *     heights are the {@code chm.tif} or {@code NAME_chm.tif} beside them
   * @param folder where the names of a split are; null for its own
   * @throws org.gramscape.geoio.UnusableInputException if there are none, or one is not there
   */
  public static List<HeightPair> find(String place, Path folder) throws IOException {
    Path path = Path.of(place);
    if (place.endsWith(".json")) {
      Path own = path.toAbsolutePath().getParent();
      return PairSplit.read(path, folder == null ? own : folder).train();
    }
    return Files.isRegularFile(path)
        ? listed(path)
        : beside(SceneFiles.find(List.of(place)), place);
  }

  private static List<HeightPair> beside(List<String> rasters, String place)
      throws InvalidRasterException {
    List<HeightPair> pairs = new ArrayList<>();
    for (String image : rasters) {
      if (image.endsWith(IMAGE)) {
        String heights = image.substring(0, image.length() - IMAGE.length()) + HEIGHTS;
        if (!Files.isRegularFile(Path.of(heights))) {
          throw new InvalidRasterException(
              "%s has no heights beside it; %s is expected".formatted(image, heights));
        }
        pairs.add(new HeightPair(image, heights));
      }
    }
    if (pairs.isEmpty()) {
      throw new InvalidRasterException(
          "%s has no image that ends in %s; list images and heights in a text file instead, a pair on each line"
              .formatted(place, IMAGE));
    }
    return pairs;
  }

  /** Files on a list are seen from the list's own folder. */
  private static List<HeightPair> listed(Path list) throws IOException {
    Path folder = list.toAbsolutePath().getParent();
    List<HeightPair> pairs = new ArrayList<>();
    for (String line : Files.readAllLines(list)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.strip().split("\\s*[\\t,=]\\s*|\\s+");
      if (words.length != 2) {
        throw new InvalidRasterException(
            "%s has the line '%s'; an image and its heights are expected, with a tab, a comma or a space between"
                .formatted(list, line.strip()));
      }
      pairs.add(
          new HeightPair(folder.resolve(words[0]).toString(), folder.resolve(words[1]).toString()));
    }
    if (pairs.isEmpty()) {
      throw new InvalidRasterException(list + " lists no pair");
    }
    return pairs;
  }
}
