package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.RasterSpec.Overviews;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A disk that runs full at any place of an output: exit code 1 or 4, one line, nothing left. The
 * disk is a small one in memory, which only root can mount.
 */
class FullDiskTest {
  private static final int PARTS = 5;

  /** In KiB; a disk in memory has a whole number of them. */
  private static final int PAGE = 4;

  @TempDir static Path folder;
  private static SampleScene sample;
  private static String pair;
  private static Path head;

  private Path disk;
  private int sizeKib;

  @BeforeAll
  static void makeInputs() throws IOException {
    sample = SampleScene.generate(3, 256, 256, folder.resolve("sample"), false);
    pair = SmallHead.pair(folder.resolve("known"));
    head = folder.resolve("heights.head");
    succeeds("fit", "height", "--pair", pair, head, "--gsd", SmallHead.METRES);
  }

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(mounted(1024), "cannot mount a disk");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpkg", "fgb", "geojson"})
  void polygons(String suffix) throws Exception {
    fillsUpAnywhere("classes." + suffix, "vectorize", sample.classes());
  }

  @ParameterizedTest
  @CsvSource({"height, heights.head", "classes, classes.head"})
  void heads(String what, String name) throws Exception {
    List<Object> learn = new ArrayList<>(List.of("fit", what, "--gsd", SmallHead.METRES));
    if (what.equals("height")) {
      learn.addAll(List.of("--pair", pair));
    } else {
      learn.addAll(List.of(sample.scene(), "--labels", sample.points()));
      learn.addAll(List.of("--field", SampleScene.LABEL_FIELD));
    }
    fillsUpAnywhere(name, learn.toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pca.png"})
  void pictures(String name) throws Exception {
    fillsUpAnywhere(name, "pca", sample.scene(), "--gsd", SmallHead.METRES);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 16, 64, 256})
  void maps(int spareKib) throws Exception {
    remount(spareKib);
    CommandRun run =
        CommandRun.of("canopy-height", sample.scene(), disk.resolve("map.tif"), "--head", head);
    assertFailedWhole(run);
  }

  @Test
  void exportedModels() throws Exception {
    fillsUpAnywhere("model", "model", "export", "gramscape-vitt16", "--dtype", "bf16");
  }

  /** From another disk they are copied. */
  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12, 64, 4096})
  void importedModels(int spareKib) throws Exception {
    Path weights = folder.resolve("weights");
    succeeds("model", "export", "gramscape-vitt16", "--dtype", "bf16", "--overwrite", weights);
    remount(spareKib);
    ProcessBuilder command =
        ChildCommand.of(ChildCommand.SHORT, "model", "import", weights, "mine");
    command.environment().put("GRAMSCAPE_HOME", disk.toString());
    Process process = command.start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertFailed(process.waitFor(), err);
    try (Stream<Path> files = Files.walk(disk).filter(Files::isRegularFile)) {
      assertThat(files.map(file -> file.getFileName().toString())).isSubsetOf(".lock");
    }
  }

  /** What has come stays, to go on from; it is no model before it is whole. */
  @Test
  void pulledModels() throws Exception {
    Path weights = folder.resolve("pulled");
    succeeds("model", "export", "gramscape-vitt16", "--dtype", "bf16", weights);
    HttpServer hub =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hub.createContext("/", exchange -> answer(exchange, weights));
    hub.start();
    try {
      for (int spareKib : new int[] {4, 16, 32, 64}) {
        remount(spareKib);
        Process process = pull(hub);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertFailed(process.waitFor(), err);
        try (Stream<Path> files = Files.walk(disk).filter(Files::isRegularFile)) {
          assertThat(files.map(Path::toString))
              .noneMatch(file -> file.contains("snapshots") || file.contains("store/models"));
        }
      }
      run("mount", "-o", "remount,size=16m", disk.toString());
      Process process = pull(hub);
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(err).isZero();
    } finally {
      hub.stop(0);
    }
  }

  private Process pull(HttpServer hub) throws IOException {
    ProcessBuilder command = ChildCommand.of(ChildCommand.SHORT, "model", "pull", "someone/tiny");
    Map<String, String> environment = command.environment();
    environment.put("HF_ENDPOINT", "http://localhost:" + hub.getAddress().getPort());
    environment.put("HF_HOME", disk.resolve("hub").toString());
    environment.put("GRAMSCAPE_HOME", disk.resolve("store").toString());
    return command.start();
  }

  /** As the hub does of small files. */
  private static void answer(HttpExchange exchange, Path folder) throws IOException {
    String name = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
    exchange.getResponseHeaders().set("X-Repo-Commit", "0123456789abcdef0123456789abcdef01234567");
    if (!Files.exists(folder.resolve(name))) {
      exchange.getResponseHeaders().set("X-Error-Code", "EntryNotFound");
      exchange.sendResponseHeaders(404, -1);
    } else {
      byte[] content = Files.readAllBytes(folder.resolve(name));
      exchange.getResponseHeaders().set("ETag", '"' + gitSha1(content) + '"');
      boolean isHead = exchange.getRequestMethod().equals("HEAD");
      exchange.getResponseHeaders().set("Content-Length", "" + content.length);
      exchange.sendResponseHeaders(200, isHead ? -1 : content.length);
      if (!isHead) {
        exchange.getResponseBody().write(content);
      }
    }
    exchange.close();
  }

  /** As Git names a content. */
  private static String gitSha1(byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Past the check of the disk that comes before a map. */
  @ParameterizedTest
  @ValueSource(ints = {4, 500, 1500, 2800, 3200, 4600, 6400})
  void rasterOfThreeLevels(int spareKib) throws Exception {
    remount(spareKib);
    Window window = new Window(0, 0, 1100, 600);
    PixelBlock noise = PixelBlock.zeros(window, 1);
    Random random = new Random(1);
    Arrays.setAll(noise.samples(), i -> random.nextDouble());
    RasterSpec spec =
        new RasterSpec(
            window.width(),
            window.height(),
            SampleType.FLOAT32,
            List.of("noise"),
            new Georeference(Crs.epsg(32632), GeoTransform.northUp(400_000, 5_300_000, 1, 1)),
            OptionalDouble.empty(),
            Overviews.AVERAGE,
            Optional.empty(),
            Map.of(),
            Map.of("COMPRESS", "NONE"));
    assertThatThrownBy(
            () -> {
              try (RasterSink sink = Rasters.create(disk.resolve("noise.tif"), spec, false)) {
                sink.write(noise);
                sink.commit();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left");
    assertNothingLeft();
  }

  /** Runs the command with room for ever larger parts of what it writes. */
  private void fillsUpAnywhere(String name, Object... command) throws Exception {
    Object[] words = Stream.concat(Stream.of(command), Stream.of(disk.resolve(name))).toArray();
    remount(1 << 16);
    succeeds(words);
    long whole = used();
    for (int part = 0; part < PARTS; part++) {
      remount((int) Math.max(PAGE, whole * part / PARTS / 1024 / PAGE * PAGE));
      assertFailedWhole(CommandRun.of(words));
    }
  }

  private static void succeeds(Object... command) {
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private void assertFailedWhole(CommandRun run) throws IOException {
    assertFailed(run.exitCode(), run.err());
    assertNothingLeft();
  }

  private void assertFailed(int exitCode, String err) {
    assertThat(exitCode).as("%d KiB: %s", sizeKib, err).isIn(1, 4);
    String last = err.strip().lines().reduce((first, second) -> second).orElse("");
    assertThat(last).startsWith("gramscape: ").hasSizeLessThan(400);
    assertThat(err).doesNotContain("\tat ").doesNotContain("Exception");
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> files = Files.list(disk)) {
      assertThat(files).as("%d KiB", sizeKib).isEmpty();
    }
  }

  private long used() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(disk)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private void remount(int kib) throws Exception {
    run("umount", disk.toString());
    assertThat(mounted(kib)).isTrue();
  }

  private boolean mounted(int kib) throws Exception {
    sizeKib = kib;
    return run("mount", "-t", "tmpfs", "-o", "size=" + kib + "k", "tmpfs", disk.toString()) == 0;
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
