package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that runs full while a run saves; a small one in memory, which only root can mount. */
class TrainFullDiskTest {
  @TempDir static Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(command("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk) == 0);
  }

  @AfterEach
  void unmount() throws Exception {
    command("umount", "-l", disk); // mapped files keep it busy
  }

  /**
   * Whatever is left over for the second checkpoint, the first one stays and can be gone on with.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 16, 100, 220, 320, 420})
  void theLastGoodCheckpointSurvives(int spareKib) throws Exception {
    Path scenes = folder.resolve("scenes");
    if (!Files.exists(scenes)) {
      SampleScene.generate(1, 256, 256, scenes, false);
    }
    Path out = disk.resolve("run");
    CommandRun first = CommandRun.of(TrainTest.command(scenes, "vitt-pretrain", out, 2));
    assertThat(first.exitCode()).as(first.err()).isZero();
    List<String> before = names(out);
    int usedKib =
        (int)
            ((Files.getFileStore(disk).getTotalSpace() - Files.getFileStore(disk).getUsableSpace())
                >> 10);
    assertThat(command("mount", "-o", "remount,size=" + (usedKib + spareKib) + "k", disk)).isZero();
    Object[] longer = TrainTest.command(scenes, "vitt-pretrain", out, 4, "--resume");
    CommandRun full = CommandRun.of(longer);
    assertThat(full.exitCode()).as(full.err()).isEqualTo(Failure.NOT_ENOUGH);
    String last = full.err().lines().reduce((one, next) -> next).orElse("");
    assertThat(last)
        .startsWith("gramscape: the disk of " + out + " is full: ")
        .endsWith("--resume goes on from " + out.resolve("checkpoints/000000002"))
        .hasSizeLessThan(400);
    assertThat(full.err()).doesNotContain("\tat ");
    assertThat(names(out.resolve("checkpoints"))).contains("000000002");
    assertThat(names(out.resolve("checkpoints"))).noneMatch(name -> name.endsWith(".part"));
    assertThat(names(out)).isSubsetOf(before);
    assertThat(command("mount", "-o", "remount,size=64m", disk)).isZero();
    CommandRun again = CommandRun.of(longer);
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(TrainTest.iterationsNoted(out)).isEqualTo(4);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static int command(Object... words) throws Exception {
    try {
      return new ProcessBuilder(Stream.of(words).map(Object::toString).toList())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1; // no such program here
    }
  }
}
