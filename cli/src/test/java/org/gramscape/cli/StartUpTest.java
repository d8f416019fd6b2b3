package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command that only tells does without, as it would take longer than all the rest. */
class StartUpTest {
  @TempDir Path folder;

  @Test
  void tellingOfARasterStartsNoImagingLibrary() throws Exception {
    Path classes = folder.resolve("classes.txt");
    Process command =
        ChildCommand.of(
                List.of("-Xlog:class+load:file=" + classes), "info", "src/start-up/scene.tif")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(command.waitFor()).isZero();
    assertThat(Files.readString(classes))
        .contains("org.geotools.referencing.CRS ")
        .doesNotContain("javax.media.jai.OperationRegistry ")
        .doesNotContain("ai.djl.");
  }
}
