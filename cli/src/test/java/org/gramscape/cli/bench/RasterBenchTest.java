package org.gramscape.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gramscape.cli.Gramscape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RasterBenchTest {
  @TempDir private Path folder;

  @Test
  void whatIsMeasuredIsToldBeforeThePeerBegins() throws Exception {
    Path peer = folder.resolve("gdal_translate");
    Files.writeString(peer, "#!/bin/sh\nexit 1\n");
    assumeTrue(peer.toFile().setExecutable(true), "no executable files here");
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");

    assertThat(bench(out, err)).isEqualTo(1);

    assertThat(Files.readString(out)).containsPattern("read by JVM +\\d+\\.\\d +\\d+\\.\\d ");
    assertThat(Files.readString(err)).contains("gdal_translate failed").doesNotContain("\tat ");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(peer, out, err);
    }
  }

  /** In a process of its own, whose path has nothing but the peer. */
  private int bench(Path out, Path err) throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Gramscape.class.getName(),
                "bench",
                "rasters",
                "--size=600",
                "--folder=" + folder));
    command.environment().put("PATH", folder.toString());
    return command.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
  }
}
