package org.gramscape.training.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gramscape.geoio.InvalidRasterException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SceneFilesTest {
  @TempDir Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    for (String name :
        List.of(
            "a.tif",
            "a.tif.aux.xml",
            "a.tfw",
            "a.tif.msk",
            "a.tif.ovr",
            "notes.md",
            "deep/b.TIFF",
            "deep/er/c.png",
            "deep/er/c.pgw",
            "deep/er/d.jpeg",
            "[odd] name.tif")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  private List<String> find(String... places) throws IOException {
    return SceneFiles.find(List.of(places).stream().map(p -> folder.resolve(p).toString()).toList())
        .stream()
        .map(found -> folder.relativize(Path.of(found)).toString())
        .toList();
  }

  @Test
  void aFolderIsSearchedWithAllBelowItAndSidecarsAreNoScenes() throws IOException {
    assertThat(find(""))
        .containsExactly(
            "[odd] name.tif", "a.tif", "deep/b.TIFF", "deep/er/c.png", "deep/er/d.jpeg");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a right of their own")
  void aLinkToAFolderAboveIsNotFollowedForEver() throws IOException {
    Files.createSymbolicLink(folder.resolve("deep/er/up"), folder);
    assertThat(find("deep")).contains("deep/b.TIFF", "deep/er/c.png", "deep/er/up/a.tif");
  }

  @Test
  void aFolderThatCantBeSearchedIsNamed() throws IOException {
    Path closed = folder.resolve("deep/er");
    assumeTrue(closed.toFile().setReadable(false) && !Files.isReadable(closed), "not as root");
    try {
      assertThatThrownBy(() -> find(""))
          .isInstanceOf(InvalidRasterException.class)
          .hasMessageContaining(closed + " can't be searched for scenes: access is denied; ");
    } finally {
      closed.toFile().setReadable(true);
    }
  }

  @Test
  void patternsAndNamesAndNoneTwice() throws IOException {
    assertThat(find("*.tif", "a.tif", "a.*")).containsExactly("[odd] name.tif", "a.tif");
    assertThat(find("**/*.{png,jpeg}")).containsExactly("deep/er/c.png", "deep/er/d.jpeg");
    assertThat(find("deep/*/c*")).containsExactly("deep/er/c.png");
    assertThat(find("[odd] name.tif")).containsExactly("[odd] name.tif");
    assertThat(SceneFiles.find(List.of("/vsicurl/https://x/y.tif"))).hasSize(1);
  }

  @Test
  void aListIsSeenFromItsOwnFolder() throws IOException {
    Files.writeString(folder.resolve("deep/list.txt"), "# mine\n\nb.TIFF\n../*.tif\n");
    assertThat(find("deep/list.txt")).containsExactly("[odd] name.tif", "a.tif", "deep/b.TIFF");
    Files.writeString(folder.resolve("bad.txt"), "gone.tif\n");
    assertThatThrownBy(() -> find("bad.txt"))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("bad.txt lists gone.tif, which is no scene");
  }

  @Test
  void nothingFoundIsOneClearLine() {
    for (String place : List.of("none/*.tif", "gone.tif", "*.vrt")) {
      assertThatThrownBy(() -> find(place))
          .isInstanceOf(InvalidRasterException.class)
          .hasMessageContaining("no scene matches " + folder.resolve(place))
          .hasMessageNotContaining("\n");
    }
  }
}
