package org.gramscape.training.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gramscape.canopy.HeightPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairSplitTest {
  @TempDir Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("split.json"), text);
  }

  @Test
  void namesAreFoldersOrWhatFilesHaveInCommon() throws Exception {
    Files.createDirectories(folder.resolve("one"));
    for (String file : List.of("one/rgb.tif", "one/chm.tif", "two_rgb.tif", "two_chm.tif")) {
      Files.createFile(folder.resolve(file));
    }

    PairSplit split = PairSplit.read(file("{\"train\": [\"one\"], \"test\": [\"two\"]}"), folder);

    assertThat(split.train())
        .containsExactly(
            new HeightPair(
                folder.resolve("one/rgb.tif").toString(),
                folder.resolve("one/chm.tif").toString()));
    assertThat(split.test())
        .containsExactly(
            new HeightPair(
                folder.resolve("two_rgb.tif").toString(),
                folder.resolve("two_chm.tif").toString()));
  }

  @Test
  void whatIsNoSplitIsRefused() {
    assertThatThrownBy(() -> PairSplit.read(file("{\"train\": []}"), folder))
        .isInstanceOf(InvalidSplitException.class)
        .hasMessageContaining("has no list \"test\"");
    assertThatThrownBy(() -> PairSplit.read(file("train"), folder))
        .isInstanceOf(InvalidSplitException.class)
        .hasMessageContaining("is no JSON");
    assertThatThrownBy(() -> PairSplit.read(file("{\"train\": [\"x\"], \"test\": []}"), folder))
        .isInstanceOf(InvalidSplitException.class)
        .hasMessageContaining("names x, but in");
  }

  private static List<HeightPair> pairs(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new HeightPair(name + i, name + i + "chm"))
        .toList();
  }

  @Property
  void whoWatchesATrainingNeverSeesThePairsToBeScoredOn(
      @ForAll @IntRange(min = 4, max = 90) int count,
      @ForAll @IntRange(min = 4, max = 60) int most) {
    PairSplit whole = new PairSplit(pairs("train", count), pairs("test", 9));

    PairSplit watched = whole.toWatch(most);

    assertThat(whole.train()).containsAll(watched.train()).containsAll(watched.test());
    assertThat(watched.train()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(watched.test());
    assertThat(watched.train().size() + watched.test().size()).isEqualTo(Math.min(count, most));
    assertThat(watched.test()).isNotEmpty();
  }
}
