package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gramscape.samples.SampleScene;
import org.gramscape.tiling.ByteSize;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a process of the command takes at its peak, as Linux counts it, beside --max-memory. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells the peak")
class MaxMemoryTest {
  private static final long WATCH_MILLIS = 10;

  @TempDir static Path folder;
  private static SampleScene sample;
  private static Path head;

  @BeforeAll
  static void makeInputs() throws IOException {
    sample = SampleScene.generate(6, 768, 768, folder.resolve("sample"), false);
    // More cells than a head has landmarks: it shall take as much memory as any.
    SampleScene known = SampleScene.generate(6, 192, 96, folder.resolve("known"), false);
    head = folder.resolve("heights.head");
    String pair = known.scene() + "=" + known.heights();
    CommandRun.of("fit", "height", "--pair", pair, head, "--gsd", SmallHead.METRES);
  }

  @ParameterizedTest
  @CsvSource({"640M, JVM", "1G, GDAL"})
  void isKept(String limit, String backend) throws Exception {
    assertThat(run(limit, backend)).isZero();
  }

  @Test
  void whatCannotBeKeptIsRefused() throws Exception {
    assertThat(run("448M", "JVM")).isEqualTo(Failure.NOT_ENOUGH);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"768M, JVM", "1G, JVM", "768M, GDAL", "1536M, JVM", "1536M, GDAL", "3G, JVM"})
  void isKeptForOthers(String limit, String backend) throws Exception {
    assertThat(run(limit, backend)).isZero();
  }

  /** The exit status of a run that kept the limit; 0 too where GDAL's bindings are absent. */
  private static int run(String limit, String backend) throws Exception {
    Path map = folder.resolve("map-" + limit + backend + ".tif");
    Process process =
        ChildCommand.start(
            List.of(launchersHeap(limit)),
            "canopy-height",
            sample.scene(),
            map,
            "--head",
            head,
            "--backend",
            backend,
            "--max-memory",
            limit,
            "--quiet");
    long peak = 0;
    while (!process.waitFor(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, ProcessMemory.of(process, "VmHWM:"));
    }
    String said = new String(process.getErrorStream().readAllBytes());
    assertThat(new ByteSize(peak).toString() + (peak <= ByteSize.parse(limit).bytes() ? "" : " !"))
        .as(said)
        .doesNotEndWith("!");
    return backend.equals("GDAL") && said.contains("bindings") ? 0 : process.exitValue();
  }

  /** The heap that the launcher gives Java: asked of itself, with a Java that echoes. */
  private static String launchersHeap(String limit) throws Exception {
    Path root = Files.createTempDirectory(folder, "launcher");
    Path launcher = Files.copy(Path.of("..", "gramscape"), root.resolve("gramscape"));
    Path lib = Files.createDirectories(root.resolve("cli/target/lib"));
    Path built = Files.createFile(lib.resolve(".built"));
    Files.setLastModifiedTime(built, FileTime.from(Instant.now().plusSeconds(60)));
    Path java = Files.createDirectories(root.resolve("java/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(root.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
    ProcessBuilder builder =
        new ProcessBuilder("sh", launcher.toString(), "canopy-height", "--max-memory", limit);
    builder.environment().put("JAVA_HOME", root.resolve("java").toString());
    builder.environment().remove("GRAMSCAPE_HEAP");
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    return Stream.of(said.split(" ")).filter(word -> word.startsWith("-Xmx")).findFirst().get();
  }
}
