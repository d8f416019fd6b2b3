package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Killed and resumed is the same, byte for byte, as never interrupted. */
class ResumeTest {
  private static final Fingerprint RUN = new Fingerprint(Map.of("scene", "a"));

  @TempDir Path folder;

  /** A run in a process of its own that halts before its n-th prediction. */
  static final class Child {
    static final TilePlan PLAN = TilePlan.atSceneResolution(200, 160, 32, 12);

    private Child() {}

    public static void main(String[] arguments) throws Exception {
      Path output = Path.of(arguments[0]);
      boolean resume = Boolean.parseBoolean(arguments[1]);
      int haltBefore = Integer.parseInt(arguments[2]);
      AtomicInteger predictions = new AtomicInteger();
      FakePredictor predictor =
          new FakePredictor(
              2,
              (tile, channel, column, row) -> {
                if (channel + column + row == 0 && predictions.incrementAndGet() == haltBefore) {
                  Runtime.getRuntime().halt(137);
                }
                return FakePredictor.TILE_DEPENDENT.value(tile, channel, column, row);
              });
      try (Journal journal = Journal.open(Journal.beside(output), RUN, resume)) {
        TileReader reader = FakeScene.noise(200, 160).reader(PLAN);
        Result result = Result.of(reader, journal.recording(predictor), 3);
        Files.write(output, result.bytes());
        journal.delete();
      }
      System.out.println("predicted " + predictions);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void killedAgainAndAgain(long seed) throws Exception {
    Path output = folder.resolve("out.tif");
    Random random = new Random(seed);
    int left = Child.PLAN.grid().count();
    boolean resume = false;
    for (int kills = 0; kills < 3; kills++) {
      int haltBefore = 1 + random.nextInt(left / 2);
      assertThat(run(output, resume, haltBefore).exitCode()).isEqualTo(137);
      assertThat(output).doesNotExist();
      resume = true;
      left -= haltBefore - 3; // three threads: three tiles in hand at the most are lost
    }
    ChildJvm.Outcome last = run(output, true, Integer.MAX_VALUE);
    assertThat(last.exitCode()).as(last.output()).isZero();
    int predicted = Integer.parseInt(last.output().replaceAll("\\D", ""));
    assertThat(predicted).isLessThanOrEqualTo(left).isLessThan(Child.PLAN.grid().count());
    assertThat(Files.readAllBytes(output)).isEqualTo(uninterrupted());
    assertThat(Journal.beside(output)).doesNotExist();
  }

  private static byte[] uninterrupted() throws Exception {
    TileReader reader = FakeScene.noise(200, 160).reader(Child.PLAN);
    FakePredictor predictor = new FakePredictor(2, FakePredictor.TILE_DEPENDENT);
    return Result.of(reader, predictor, 1).bytes();
  }

  private static ChildJvm.Outcome run(Path output, boolean resume, int haltBefore)
      throws Exception {
    return ChildJvm.run(
        Child.class,
        List.of(),
        output.toString(),
        Boolean.toString(resume),
        Integer.toString(haltBefore));
  }

  @Test
  void cutShortAtAnyByte() throws Exception {
    Path file = folder.resolve("whole.journal");
    byte[] expected = smallRun(file, false);
    byte[] whole = Files.readAllBytes(file);
    assertThat(whole.length).isBetween(100, 1000);
    Path cut = folder.resolve("cut.journal");
    for (int length = 0; length <= whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThat(smallRun(cut, true)).as("cut to %d bytes", length).isEqualTo(expected);
      // what was missing has been written again
      assertThat(Files.size(cut)).isEqualTo(whole.length);
    }
  }

  @Test
  void damagedAtAnyByteAfterTheHeader() throws Exception {
    Path file = folder.resolve("whole.journal");
    byte[] expected = smallRun(file, false);
    byte[] whole = Files.readAllBytes(file);
    int header = 16 + ByteBuffer.wrap(whole).getInt(8); // magic, length, fingerprint, checksum
    for (int i = header; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x15;
      Files.write(file, damaged);
      assertThat(smallRun(file, true)).as("byte %d", i).isEqualTo(expected);
    }
  }

  @Test
  void aWholeJournalNeedsNoPrediction() throws Exception {
    Path file = folder.resolve("out.journal");
    byte[] expected = smallRun(file, false);
    FakePredictor predictor = new FakePredictor(1, FakePredictor.TILE_DEPENDENT);
    assertThat(smallRun(file, true, predictor)).isEqualTo(expected);
    assertThat(predictor.predicted).isEmpty();
  }

  @Test
  void withoutResumeItStartsAnew() throws Exception {
    Path file = folder.resolve("out.journal");
    smallRun(file, false);
    FakePredictor predictor = new FakePredictor(1, FakePredictor.TILE_DEPENDENT);
    smallRun(file, false, predictor);
    assertThat(predictor.predicted).hasSize(2);
  }

  @Test
  void theJournalOfAnotherRunIsRefusedAndKept() throws Exception {
    Path file = folder.resolve("out.journal");
    Fingerprint before = RUN.with("model", "vits16").with("tile", "512");
    Fingerprint now = RUN.with("model", "vitl16").with("tile", "512").with("head", "h");
    Journal.open(file, before, false).close();
    byte[] bytes = Files.readAllBytes(file);
    assertThatThrownBy(() -> Journal.open(file, now, true))
        .isInstanceOf(JournalMismatchException.class)
        .hasMessage(
            file
                + " is of another run: model was vits16, is vitl16; head was nothing, is h;"
                + " start anew without --resume, or resume as before");
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    Journal.open(file, before, true).close();
  }

  @Test
  void aFileThatIsNoJournalIsLeftAlone() throws Exception {
    Path file = folder.resolve("out.journal");
    Files.writeString(file, "Dear diary");
    for (boolean resume : new boolean[] {false, true}) {
      assertThatThrownBy(() -> Journal.open(file, RUN, resume))
          .isInstanceOf(JournalMismatchException.class)
          .hasMessageContaining("is not a journal");
    }
    assertThat(file).hasContent("Dear diary");
  }

  @Test
  void twoRunsCannotShareAJournal() throws Exception {
    Path file = folder.resolve("out.journal");
    try (Journal first = Journal.open(file, RUN, false)) {
      assertThat(first.size()).isZero();
      assertThatThrownBy(() -> Journal.open(file, RUN, true))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another run");
    }
  }

  @Test
  void anySampleComesBackAsItWas() throws Exception {
    float[] values = {
      0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, 0.1f, 3f
    };
    Path file = folder.resolve("out.journal");
    try (Journal journal = Journal.open(file, RUN, false)) {
      journal.append(5, new Prediction(2, 2, 2, values));
    }
    try (Journal journal = Journal.open(file, RUN, true)) {
      Prediction prediction = journal.find(5).orElseThrow();
      assertThat(prediction.channels()).isEqualTo(2);
      assertThat(prediction.values()).isEqualTo(values);
      assertThat(journal.find(4)).isEmpty();
      assertThat(journal.size()).isEqualTo(1);
      journal.delete();
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void aChangedSceneHasAnotherFingerprint() throws Exception {
    Path scene = Files.writeString(folder.resolve("scene.tif"), "one");
    Fingerprint before = Fingerprint.ofScene(scene);
    assertThat(Fingerprint.ofScene(scene)).isEqualTo(before);
    Files.writeString(scene, "three");
    assertThat(Fingerprint.ofScene(scene).differences(before))
        .contains("scene's size was 3 bytes, is 5 bytes");
  }

  /** Two tiles of 4 x 4. */
  private static byte[] smallRun(Path journal, boolean resume) throws Exception {
    return smallRun(journal, resume, new FakePredictor(1, FakePredictor.TILE_DEPENDENT));
  }

  private static byte[] smallRun(Path journal, boolean resume, FakePredictor predictor)
      throws Exception {
    TileReader reader = FakeScene.noise(6, 4).reader(TilePlan.atSceneResolution(6, 4, 4, 2));
    try (Journal log = Journal.open(journal, RUN, resume)) {
      return Result.of(reader, log.recording(predictor), 1).bytes();
    }
  }
}
