package org.gramscape.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagedFileTest {
  private static final String NAME = "/golden/vit_mlp.weights.safetensors";

  @TempDir Path folder;

  @Test
  void isTheSameFileEachTime() throws Exception {
    Path file = PackagedFile.of(PackagedFileTest.class, NAME);
    try (InputStream packed = PackagedFileTest.class.getResourceAsStream(NAME)) {
      assertThat(file).hasBinaryContent(packed.readAllBytes());
    }
    assertThat(file.getFileName().toString()).startsWith("vit_mlp.weights-").endsWith("s");
    assertThat(PackagedFile.of(PackagedFileTest.class, NAME)).isEqualTo(file);
    SafetensorsFile.open(file).close();
  }

  @Test
  void comesBackWhenItWasTidiedAway() throws Exception {
    Path first = PackagedFile.of(PackagedFileTest.class, NAME);
    Files.delete(first);
    assertThat(PackagedFile.of(PackagedFileTest.class, NAME)).isNotEqualTo(first).isNotEmptyFile();
  }

  @Test
  void isItsUsersAlone() throws Exception {
    Path file = PackagedFile.of(PackagedFileTest.class, NAME);
    Assumptions.assumeTrue(
        file.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "permissions as POSIX has them");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aBuildWithoutItSaysSo() {
    assertThatThrownBy(() -> PackagedFile.of(PackagedFileTest.class, "none.safetensors"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("none.safetensors")
        .hasMessageContaining("Build it again");
  }

  @Test
  void goesWithTheProcess() throws Exception {
    assertThat(copy(true).getParent()).isEqualTo(folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void goesWithTheNextProcessAfterOneThatWasKilled() throws Exception {
    Path live = PackagedFile.of(PackagedFileTest.class, NAME);
    Path living = Files.copy(live, folder.resolve(live.getFileName()));
    Path killed = copy(false);
    assertThat(killed).exists();
    copy(true);
    assertThat(folder)
        .isDirectoryNotContaining(killed::equals)
        .isDirectoryContaining(living::equals);
  }

  /** The copy of a process of its own. */
  private Path copy(boolean ends) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Copying.class.getName(),
                Boolean.toString(ends))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return Path.of(said.strip());
  }

  /** A process that needs a file, and ends, or stops at once as one does that is killed. */
  static final class Copying {
    private Copying() {}

    public static void main(String[] arguments) throws Exception {
      System.out.println(PackagedFile.of(PackagedFileTest.class, NAME));
      if (!Boolean.parseBoolean(arguments[0])) {
        Runtime.getRuntime().halt(0);
      }
    }
  }
}
