package org.gramscape.training.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.canopy.HeightPair;

/**
 * Which images with heights are to fit to, and which to be scored on.
 *
 * <p>In a file it is {@code {"train": [NAME, ...], "test": [NAME, ...]}}. A name is that of a
 * folder with {@code rgb.tif} and {@code chm.tif}, or what the names of two files {@code
 * NAME_rgb.tif} and {@code NAME_chm.tif} have in common.
 */
public record PairSplit(List<HeightPair> train, List<HeightPair> test) {
  private static final String IMAGE = "rgb.tif";
  private static final String HEIGHTS = "chm.tif";
  private static final int SCORED_OF = 4;

  public PairSplit {
    train = List.copyOf(train);
    test = List.copyOf(test);
  }

  /**
   * Reads a split.
   *
   * @param pairs the folder in which the names are
   * @throws InvalidSplitException if the file is none, or a pair is not there
   */
  public static PairSplit read(Path file, Path pairs) throws IOException {
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new InvalidSplitException(file + " is no JSON: " + e.getOriginalMessage(), e);
    }
    return new PairSplit(pairs(json, "train", file, pairs), pairs(json, "test", file, pairs));
  }

  /**
   * A split to watch a training with: of the pairs to fit to some, evenly spread, every fourth of
   * which is to be scored on. Those to be scored on here stay unseen.
   *
   * @param most pairs in all
   */
  public PairSplit toWatch(int most) {
    List<HeightPair> fit = new ArrayList<>();
    List<HeightPair> score = new ArrayList<>();
    List<HeightPair> some = EvenlySpread.of(train, most);
    for (int i = 0; i < some.size(); i++) {
      (i % SCORED_OF == SCORED_OF - 1 ? score : fit).add(some.get(i));
    }
    return new PairSplit(fit, score);
  }

  private static List<HeightPair> pairs(JsonNode json, String part, Path file, Path folder)
      throws InvalidSplitException {
    if (!json.path(part).isArray()) {
      throw new InvalidSplitException(
          file + " has no list \"" + part + "\"; {\"train\": [...], \"test\": [...]} is expected");
    }
    List<HeightPair> found = new ArrayList<>();
    for (JsonNode name : json.path(part)) {
      found.add(pair(folder, name.asText(), file));
    }
    return found;
  }

  private static HeightPair pair(Path folder, String name, Path file) throws InvalidSplitException {
    for (String between : List.of("/", "_")) {
      Path image = folder.resolve(name + between + IMAGE);
      Path heights = folder.resolve(name + between + HEIGHTS);
      if (Files.isRegularFile(image) && Files.isRegularFile(heights)) {
        return new HeightPair(image.toString(), heights.toString());
      }
    }
    throw new InvalidSplitException(
        "%s names %s, but in %s there is neither %s/%s with %s nor %s_%s with %s_%s"
            .formatted(file, name, folder, name, IMAGE, HEIGHTS, name, IMAGE, name, HEIGHTS));
  }
}
