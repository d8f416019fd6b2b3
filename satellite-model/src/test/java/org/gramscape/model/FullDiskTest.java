package org.gramscape.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gramscape.model.hub.DownloadProgress;
import org.gramscape.model.hub.HubServer;
import org.gramscape.model.hub.HuggingFaceHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A disk that runs full while weights come: that is said, there is no half model, and a model that
 * was there stays. The disk is a small one in memory, which only root can mount.
 */
class FullDiskTest {
  private static final Path WEIGHTS = Golden.path("vit_sat7b.weights.safetensors");
  private static final String REPOSITORY = "someone/tiny";

  @TempDir Path folder;
  private Path disk;
  private Models models;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()) == 0);
    models = new Models(disk.resolve("store"));
    models.importWeights(Golden.path("vit_mlp.weights.safetensors"), "tiny", Optional.empty());
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString()); // mapped files keep it busy
  }

  /** From another disk they are copied. */
  @ParameterizedTest
  @ValueSource(ints = {0, 4, 64, 256})
  void imports(int spareKib) throws Exception {
    assertThat(Files.size(WEIGHTS)).isGreaterThan(256 << 10);
    List<String> before = files();
    leave(spareKib);
    failsFull(() -> models.importWeights(WEIGHTS, "tiny", Optional.empty()));
    assertThat(files()).isEqualTo(before);
    models.open("tiny").close();
  }

  @Test
  void pulls() throws Exception {
    try (HubServer server = new HubServer()) {
      server.put(REPOSITORY, "model.safetensors", Files.readAllBytes(WEIGHTS));
      HuggingFaceHub hub =
          new HuggingFaceHub(server.endpoint(), Optional.empty(), disk.resolve("hub"));
      ModelInfo had = models.info("tiny");
      for (int spareKib : new int[] {0, 4, 8, 16, 64, 256}) {
        leave(spareKib);
        failsFull(() -> pull(hub));
        assertThat(models.info("tiny")).isEqualTo(had);
        assertThat(files()).noneMatch(file -> file.startsWith("hub") && file.contains("snapshots"));
      }
      leave(4096);
      assertThat(pull(hub).architecture()).isNotEqualTo(had.architecture());
      models.open("tiny").close();
    }
  }

  private ModelInfo pull(HuggingFaceHub hub) throws IOException {
    return models.pull(hub.repository(REPOSITORY, "main"), Optional.empty(), DownloadProgress.NONE);
  }

  /** In words that the command knows as a full disk. */
  private static void failsFull(ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOf(IOException.class)
        .hasMessageMatching("(?s).*(No space left|not enough space).*");
  }

  private void leave(int spareKib) throws Exception {
    long used =
        (Files.getFileStore(disk).getTotalSpace() - Files.getFileStore(disk).getUsableSpace())
            >> 10;
    String size = "remount,size=" + (used + spareKib) + "k";
    assertThat(run("mount", "-o", size, disk.toString())).isZero();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(disk)) {
      return files.map(file -> disk.relativize(file).toString()).sorted().toList();
    }
  }

  private static int run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1; // no such program here
    }
  }
}
