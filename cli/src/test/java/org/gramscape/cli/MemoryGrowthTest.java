package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A map of two thousand tiles takes no more memory at its end than in its middle. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells resident memory")
class MemoryGrowthTest {
  private static final int TILES = 2000;
  private static final double MIB = 1 << 20;
  private static final double LEEWAY_MIB = 24;

  @TempDir Path folder;

  @Tag("long")
  @Test
  void overTwoThousandTiles() throws Exception {
    SampleScene sample = SampleScene.generate(7, 1536, 1536, folder.resolve("sample"), false);
    Path head = folder.resolve("heights.head");
    CommandRun.of("fit", "height", "--pair", sample.scene() + "=" + sample.heights(), head);
    // A heap that is whole from the start leaves what grows outside it to be seen.
    List<String> java = List.of("-Xms320m", "-Xmx320m", "-XX:+AlwaysPreTouch");
    Process process =
        ChildCommand.start(
            java,
            "canopy-height",
            sample.scene(),
            folder.resolve("map.tif"),
            "--head",
            head,
            "--tile",
            64,
            "--overlap",
            32,
            "--progress",
            "json");
    List<Double> resident = new ArrayList<>();
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains("\"progress\":0.")) {
          resident.add(ProcessMemory.of(process, "VmRSS:") / MIB);
        }
      }
    }
    assertThat(process.waitFor()).isZero();
    int quarter = resident.size() / 4;
    assertThat(quarter).as("%d tiles, a line now and then", TILES).isPositive();
    double before = max(resident.subList(quarter, 2 * quarter));
    double after = max(resident.subList(3 * quarter, resident.size()));
    System.out.printf(
        "resident memory over %d tiles, in MiB, by quarters: %.0f, %.0f, %.0f, %.0f%n",
        TILES,
        max(resident.subList(0, quarter)),
        before,
        max(resident.subList(2 * quarter, 3 * quarter)),
        after);
    assertThat(after).isLessThan(before + LEEWAY_MIB);
  }

  private static double max(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
