package org.gramscape.geoio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingFileTest {
  @TempDir Path folder;

  @Test
  void whatAKilledProcessLeftGoesAndWhatALivingOneWritesStays() throws IOException {
    Path output = folder.resolve("map.tif");
    try (PendingFile mine = PendingFile.beside(output, false)) {
      Files.writeString(mine.path(), "half");
      String name = mine.path().getFileName().toString();
      long self = ProcessHandle.current().pid();
      // The number of a process that lives, but of one that began at another time; and no process.
      Path reused = folder.resolve(name.replaceFirst("\\." + self + "-\\d+", "." + self + "-1"));
      Path gone = folder.resolve(name.replaceFirst("\\." + self + "-", ".999999999-"));
      Path others = folder.resolve(gone.getFileName().toString().replace(".map.", ".other."));
      for (Path file : List.of(reused, gone, others)) {
        Files.writeString(file, "left");
      }
      PendingFile.beside(output, false).close();
      assertThat(mine.path()).exists();
      assertThat(others).exists();
      assertThat(reused).doesNotExist();
      assertThat(gone).doesNotExist();
    }
  }

  @Test
  void anOutputThatCannotBePutInItsPlaceIsRefused() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken.tif"), "old");
    assertThatThrownBy(() -> PendingFile.beside(taken, false))
        .isInstanceOf(OutputExistsException.class)
        .hasMessageContaining("--overwrite");
    assertThatThrownBy(() -> PendingFile.beside(folder, true)).hasMessageContaining("is a folder");
    assertThatThrownBy(() -> PendingFile.beside(folder.resolve("no/map.tif"), true))
        .hasMessageContaining("mkdir -p");
    assertThatThrownBy(() -> PendingFile.beside(taken.resolve("map.tif"), true))
        .hasMessageContaining("not a folder");
  }

  @Test
  void anOutputThatAppearsMeanwhileStays() throws IOException {
    Path output = folder.resolve("map.tif");
    try (PendingFile pending = PendingFile.beside(output, false)) {
      Files.writeString(pending.path(), "new");
      Files.writeString(output, "somebody else's");
      assertThatThrownBy(pending::commit).isInstanceOf(OutputExistsException.class);
    }
    assertThat(output).hasContent("somebody else's");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(output);
    }
  }
}
