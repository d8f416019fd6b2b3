package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightTest {
  private static final long GIB = 1L << 30;

  /** A network that needs one GiB a tile. */
  private static final TilePredictor HUNGRY =
      new TilePredictor() {
        @Override
        public int channels() {
          return 2;
        }

        @Override
        public int sideMultiple() {
          return 16;
        }

        @Override
        public long workingMemory(int width, int height) {
          return GIB;
        }

        @Override
        public Prediction predict(Tile tile) throws IOException {
          if (tile.samples().length != 3 * 512 * 512) {
            throw new IOException("a tile of three bands was promised");
          }
          return new Prediction(2, 512, 512, new float[2 * 512 * 512]);
        }
      };

  private static final Preflight PREFLIGHT =
      new Preflight(TilePlan.atSceneResolution(10_000, 80_000, 512, 128), 3, HUNGRY, GIB);

  @TempDir Path folder;

  @Test
  void memoryIsTheModelsAndTheSumsOfOneRowOfTiles() {
    MemoryNeed one = PREFLIGHT.memory(1);
    assertThat(one.model()).isEqualTo(new ByteSize(2 * GIB));
    long sums = 512L * 10_000 * (2 * 8 + 1);
    assertThat(one.heap().bytes()).isBetween(sums, 2 * sums + (208L << 20));
    MemoryNeed three = PREFLIGHT.memory(3);
    assertThat(three.model()).isEqualTo(new ByteSize(4 * GIB));
    long stored = 3 * (8 + 1 + 4) + 4 + 1;
    long predicted = 3 * 4 + 2 * 4 + 1 + 2 * 4 + 1;
    long tile = 512L * 512 * (stored + predicted);
    assertThat(three.heap().bytes() - one.heap().bytes()).isBetween(5 * tile - 1, 5 * tile + 1);
  }

  @Test
  void theHeightOfASceneIsNotInItsMemory() {
    Preflight low =
        new Preflight(TilePlan.atSceneResolution(10_000, 600, 512, 128), 3, HUNGRY, GIB);
    assertThat(low.memory(2)).isEqualTo(PREFLIGHT.memory(2));
  }

  @Test
  void fewerThreadsAreTakenBeforeARunIsRefused() throws Exception {
    assertThat(PREFLIGHT.threadsWithin(budget("1G", "16G"), 4)).isEqualTo(4);
    assertThat(PREFLIGHT.threadsWithin(budget("1G", "4G"), 4)).isEqualTo(2);
    assertThat(PREFLIGHT.threadsWithin(budget("1G", "2.75G"), 4)).isEqualTo(1);
  }

  @Test
  void tooLittleMemoryIsRefusedInFigures() {
    assertThatThrownBy(() -> PREFLIGHT.threadsWithin(budget("1G", "2G"), 4))
        .isInstanceOf(NotEnoughResourcesException.class)
        .hasMessageMatching(
            "not enough memory: 2\\.\\d+ GiB needed with --threads 1 \\(2\\.00 GiB for the model,"
                + " \\d+(\\.\\d)? MiB for blending, 192 MiB for Java and the libraries\\), and 2\\.00 GiB are allowed; take a smaller"
                + " --tile \\(now 512\\) or a larger --max-memory");
    assertThatThrownBy(() -> PREFLIGHT.threadsWithin(budget("64M", "16G"), 4))
        .isInstanceOf(NotEnoughResourcesException.class)
        .hasMessageContaining("of Java heap")
        .hasMessageContaining("64.0 MiB are allowed");
  }

  @Test
  void diskIsOutputTwiceAndTheJournal() throws Exception {
    Preflight small =
        new Preflight(TilePlan.atSceneResolution(1000, 600, 512, 128), 3, HUNGRY, GIB);
    assertThat(small.requireDisk(folder.resolve("out.tif"), 1000))
        .isEqualTo(new ByteSize(2000 + 6L * 2 * 512 * 512 * 4));
  }

  @Test
  void tooLittleDiskIsRefusedInFigures() {
    assertThatThrownBy(() -> PREFLIGHT.requireDisk(folder.resolve("out.tif"), 1L << 60))
        .isInstanceOf(NotEnoughResourcesException.class)
        .hasMessageContaining("not enough disk: ")
        .hasMessageContaining("needed in " + folder);
  }

  @Test
  void timeIsMeasuredOnOneTile() throws Exception {
    assertThat(PREFLIGHT.estimateSeconds(2)).isPositive();
  }

  @Test
  void theBudgetIsTheHeapLimitAndWhatWasAllowed() {
    MemoryBudget budget = MemoryBudget.ofThisMachine(Optional.of(ByteSize.parse("3G")));
    assertThat(budget.heap().bytes()).isEqualTo(Runtime.getRuntime().maxMemory());
    assertThat(budget.total()).isEqualTo(new ByteSize(3 * GIB));
    assertThat(MemoryBudget.ofThisMachine(Optional.empty()).total().bytes()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "2G, 2147483648",
    "512M, 536870912",
    "1.5GiB, 1610612736",
    "100, 100",
    "64 kB, 65536",
    "1T, 1099511627776",
    "10b, 10"
  })
  void sizesAreParsed(String text, long bytes) {
    assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "two", "-1G", "2X", "1e3", "2 G G", "99999999999T"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1023, 1023 bytes",
    "1024, 1.00 KiB",
    "1610612736, 1.50 GiB",
    "107374182400, 100 GiB"
  })
  void sizesArePrintedForPeople(long bytes, String text) {
    assertThat(new ByteSize(bytes)).hasToString(text);
  }

  private static MemoryBudget budget(String heap, String total) {
    return new MemoryBudget(ByteSize.parse(heap), ByteSize.parse(total));
  }
}
