package org.gramscape.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.Layers;
import org.gramscape.model.Models;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.weights.StorageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run leaves in its folder. */
class TrainingRunTest {
  private static final int SIDE = 64;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"F32, 0.00001", "BF16, 0.05", "F16, 0.01"})
  void theExportedBackboneHasTheRunningMeansFeatures(StorageType type, double tolerance)
      throws Exception {
    float[] image = new float[3 * SIDE * SIDE];
    Random random = new Random(1);
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    try (TinyRun run = new TinyRun(folder, "normalisation.mean=[0.1, 0.2, 0.3]")) {
      run.run(6, 0, type);
      Models models = new Models(folder.resolve("store"));
      try (FeatureExtractor exported = models.open(run.folder.backbone().toString())) {
        assertThat(exported.info().normalisation())
            .isEqualTo(
                ImageNormalisation.of(
                    new float[] {0.1f, 0.2f, 0.3f},
                    run.recipe.normalisation().standardDeviation()));
        assertThat(exported.info().licence()).isEqualTo("for tests");
        assertThat(exported.info().groundSampleDistance()).isEqualTo(0.5);
        float[] features = exported.extract(image, SIDE, SIDE, Layers.LAST).values();
        float[] expected = patchTokens(run.networks.students().get(0).average().backbone(), image);
        assertThat(features).hasSameSizeAs(expected);
        double largest = 0;
        for (int i = 0; i < features.length; i++) {
          largest = Math.max(largest, Math.abs(features[i] - expected[i]));
        }
        assertThat(largest).isLessThan(tolerance);
      }
    }
  }

  /** {@code [rows, columns, D]}. */
  private static float[] patchTokens(VisionTransformer network, float[] image) {
    try (NDManager manager = Torch.newManager()) {
      NDArray pixels = manager.create(image, new Shape(1, 3, SIDE, SIDE));
      ParameterStore store = new ParameterStore(manager, false);
      return network
          .forwardFeatures(pixels, null, network.plainBlocks(store, false))
          .patchTokens()
          .toFloatArray();
    }
  }

  @Test
  void keepsTheNewestCheckpointsAndTheLast() throws Exception {
    try (TinyRun run = new TinyRun(folder, "iterations=7")) {
      Files.createDirectories(folder.resolve("checkpoints/.000000001.part"));
      assertThat(run.run(2, 1, StorageType.F32)).hasSize(4);
    }
    assertThat(names(folder.resolve("checkpoints"))).containsExactly("000000006", "000000007");
    assertThat(names(folder))
        .containsExactly("backbone", "checkpoints", "index.html", "metrics.jsonl", "recipe.yaml");
  }

  @Test
  void goesOnFromTheNewestCheckpointThatIsWhole() throws Exception {
    try (TinyRun run = new TinyRun(folder)) {
      run.run(2, 5, StorageType.F32);
    }
    Checkpoints checkpoints = new RunFolder(folder).checkpoints();
    Path six = checkpoints.folder().resolve("000000006");
    try (FileChannel file =
        FileChannel.open(six.resolve("student.safetensors"), StandardOpenOption.WRITE)) {
      file.truncate(file.size() - 1);
    }
    List<String> told = new ArrayList<>();
    Checkpoint newest = checkpoints.newest(told::add).orElseThrow();
    assertThat(newest.facts().iteration()).isEqualTo(4);
    assertThat(told).singleElement().asString().contains("student.safetensors");
    Files.delete(checkpoints.folder().resolve("000000004/average.safetensors"));
    assertThat(checkpoints.newest(told::add).orElseThrow().facts().iteration()).isEqualTo(2);
    Files.writeString(checkpoints.folder().resolve("000000002/state.json"), "{");
    assertThatThrownBy(() -> checkpoints.newest(told::add))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContainingAll("None of the 3 checkpoints", "another --out");
  }

  @Test
  void aDamagedCheckpointMakesRoomWhenItsIterationIsReachedAgain() throws Exception {
    try (TinyRun run = new TinyRun(folder)) {
      run.run(2, 5, StorageType.F32);
    }
    Checkpoints checkpoints = new RunFolder(folder).checkpoints();
    Files.writeString(checkpoints.folder().resolve("000000006/state.json"), "{");
    try (TinyRun rest = new TinyRun(folder, "iterations=8")) {
      LastCheckpoints.of(new RunFolder(folder), List.of(""), p -> {}).restore(rest.training);
      rest.run(2, 1, StorageType.F32);
    }
    assertThat(names(checkpoints.folder())).containsExactly("000000006", "000000008");
    assertThat(Checkpoint.read(checkpoints.folder().resolve("000000006")).facts().iteration())
        .isEqualTo(6);
  }

  @Test
  void studentsGoOnFromTheSameIteration() throws Exception {
    List<String> students = List.of("one", "other");
    RunFolder root = new RunFolder(folder);
    for (String student : students) {
      try (TinyRun run = new TinyRun(root.student(student).root())) {
        run.run(2, 9, StorageType.F32);
      }
    }
    assertThat(iterations(root, students)).containsExactly(6L, 6L);
    Path ones = root.student("one").checkpoints().folder();
    Path others = root.student("other").checkpoints().folder();
    Files.move(ones.resolve("000000006"), folder.resolve("away"));
    assertThat(iterations(root, students)).as("one was not saved").containsExactly(4L, 4L);
    Files.writeString(others.resolve("000000004/state.json"), "{");
    assertThat(iterations(root, students)).as("and one is damaged").containsExactly(2L, 2L);
    assertThatThrownBy(() -> iterations(root, List.of("one", "new")))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("no run of student new");
    Files.createDirectories(root.student("new").root());
    Files.writeString(root.student("new").recipe(), "");
    assertThat(iterations(root, List.of("one", "new"))).as("killed before it saved").isEmpty();
    assertThat(iterations(root, List.of("fresh", "too"))).isEmpty();
  }

  private static List<Long> iterations(RunFolder root, List<String> students) throws IOException {
    return LastCheckpoints.of(root, students, problem -> {}).checkpoints().stream()
        .map(each -> each.facts().iteration())
        .toList();
  }

  @Test
  void whatAnEarlierRunHadBeyondGoesWhenAllAreSaved() throws Exception {
    try (TinyRun run = new TinyRun(folder)) {
      run.run(2, 9, StorageType.F32);
    }
    try (TinyRun rest = new TinyRun(folder, "iterations=4")) {
      Checkpoint two = Checkpoint.read(folder.resolve("checkpoints/000000002"));
      new LastCheckpoints(List.of(two)).restore(rest.training);
      rest.run(2, 0, StorageType.F32);
    }
    assertThat(names(folder.resolve("checkpoints"))).containsExactly("000000004");
  }

  @Test
  void aCheckpointOfAnotherRecipeNamesTheKeys() throws Exception {
    try (TinyRun run = new TinyRun(folder);
        TinyRun other = new TinyRun(folder, "batch=6", "schedules.momentum=0.5");
        TinyRun longer = new TinyRun(folder, "iterations=60", "about=longer")) {
      run.run(6, 0, StorageType.F32);
      Checkpoint checkpoint = run.folder.checkpoints().newest(problem -> {}).orElseThrow();
      checkpoint.requireSame(longer.recipe);
      assertThatThrownBy(() -> checkpoint.requireSame(other.recipe))
          .isInstanceOf(UnusableWeightsException.class)
          .hasMessageContaining("batch, schedules.momentum.start")
          .hasMessageContaining("--init");
    }
  }

  @Test
  void metricsAreCutBackToTheCheckpoint() throws Exception {
    try (TinyRun run = new TinyRun(folder)) {
      run.run(4, 5, StorageType.F32);
    }
    List<JsonNode> whole = new Metrics(folder.resolve("metrics.jsonl")).read();
    assertThat(whole).hasSize(6);
    assertThat(whole.get(5).properties())
        .extracting(Map.Entry::getKey)
        .contains("iteration", "loss.total", "loss.ibot", "gradientNorm.backbone", "learningRate")
        .contains("momentum", "seconds", "imagesPerSecond");
    Files.writeString(folder.resolve("metrics.jsonl"), "{\"iterat", StandardOpenOption.APPEND);
    try (TinyRun rest = new TinyRun(folder)) {
      Path four = folder.resolve("checkpoints/000000004");
      new LastCheckpoints(List.of(Checkpoint.read(four))).restore(rest.training);
      rest.run(4, 5, StorageType.F32);
    }
    List<JsonNode> again = new Metrics(folder.resolve("metrics.jsonl")).read();
    assertThat(again)
        .extracting(line -> line.path("iteration").asInt())
        .containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(again)
        .extracting(line -> line.path("loss.total").asDouble())
        .containsExactlyElementsOf(
            whole.stream().map(line -> line.path("loss.total").asDouble()).toList());
  }

  @Test
  void observersSeeTheRunningMeanAtTheirIntervals() throws Exception {
    List<Long> seen = new ArrayList<>();
    try (TinyRun run = new TinyRun(folder, "iterations=5")) {
      run.run(
          100,
          0,
          StorageType.F32,
          (iteration, teacher, pictures) -> {
            assertThat(teacher).isSameAs(run.networks.students().get(0).average().backbone());
            assertThat(pictures).isDirectory();
            seen.add(iteration);
            return Map.of("sharpness", iteration / 10.0);
          });
    }
    assertThat(seen).containsExactly(2L, 4L, 5L);
    assertThat(new Metrics(folder.resolve("metrics.jsonl")).read())
        .extracting(line -> line.path("probe.sharpness").asDouble())
        .filteredOn(value -> value != 0)
        .containsExactly(0.2, 0.4, 0.5);
  }

  @Test
  void whatFailsAtALookCostsNoIterationAndIsPassedBy() throws Exception {
    Observer failing =
        (iteration, teacher, pictures) -> {
          throw new IOException("no look after " + iteration);
        };
    try (TinyRun run = new TinyRun(folder)) {
      assertThatThrownBy(() -> run.run(2, 9, StorageType.F32, failing))
          .hasMessage("no look after 2");
    }
    try (TinyRun rest = new TinyRun(folder)) {
      LastCheckpoints.of(new RunFolder(folder), List.of(""), p -> {}).restore(rest.training);
      assertThatThrownBy(() -> rest.run(2, 9, StorageType.F32, failing))
          .hasMessage("no look after 4");
    }
  }

  @Test
  void aNewRunNeedsAnEmptyFolder() throws IOException {
    new RunFolder(folder).requireEmpty();
    new RunFolder(folder.resolve("new")).requireEmpty();
    Files.writeString(folder.resolve("precious"), "");
    assertThatThrownBy(() -> new RunFolder(folder).requireEmpty())
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("--resume");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
