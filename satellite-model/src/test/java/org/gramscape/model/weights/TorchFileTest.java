package org.gramscape.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.gramscape.model.Golden;
import org.gramscape.model.kernel.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PyTorch's files, as PyTorch writes them and as somebody might who means ill. */
class TorchFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"vit_mlp", "vit_swiglu", "vit_sat7b", "vit_satL", "convnext"})
  void theSameTensorsAsInSafetensors(String variant) throws Exception {
    try (Golden golden = new Golden(variant + ".weights")) {
      Path file = TorchArchive.write(folder.resolve("x.pth"), golden.file().tensors());
      try (WeightsFile torch = WeightsFile.open(file);
          NDManager manager = Torch.newManager()) {
        StateDict dict = StateDict.of(torch);
        assertThat(dict.layout()).isEqualTo(KeyLayout.META);
        assertThat(dict.names()).isEqualTo(golden.file().tensors().keySet());
        for (String name : torch.tensors().keySet()) {
          golden.check(name, torch.tensors().get(name).read(manager), 0);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"teacher", "model_ema", "model", "state_dict"})
  void checkpointsKeepTheBackboneBesideHeads(String place) throws Exception {
    TorchArchive archive = new TorchArchive();
    try (Golden golden = new Golden("vit_mlp.weights")) {
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      golden.file().tensors().forEach((n, t) -> tensors.put("backbone." + n, t));
      tensors.put("dino_head.last_layer.weight", golden.file().tensors().get("norm.weight"));
      PickleWriter pickle = new PickleWriter().dictionary().mark().text("iteration").number(7);
      archive.stateDict(pickle.text(place), tensors).setItems();
      Path file = archive.save(folder.resolve("x.pth"), pickle.end());
      try (WeightsFile torch = WeightsFile.open(file)) {
        assertThat(torch.format()).contains(place);
        assertThat(StateDict.of(torch).names()).isEqualTo(golden.file().tensors().keySet());
      }
    }
  }

  @Test
  void stridesAreFollowed() throws Exception {
    TorchArchive archive = new TorchArchive();
    String key = archive.addFloats(0, 1, 2, 3, 4, 5, 6, 7);
    byte[] pickle =
        new PickleWriter()
            .dictionary()
            .mark()
            .text("transposed")
            .tensor(key, 8, 1, new long[] {3, 2}, new long[] {1, 3})
            .text("expanded")
            .tensor(key, 8, 5, new long[] {2, 3}, new long[] {0, 1})
            .text("every second")
            .tensor(key, 8, 0, new long[] {4}, new long[] {2})
            .text("scalar")
            .tensor(key, 8, 7, new long[] {}, new long[] {})
            .text("empty")
            .tensor(key, 8, 0, new long[] {0, 9}, new long[] {100, 100})
            .setItems()
            .end();
    try (WeightsFile torch = WeightsFile.open(archive.save(folder.resolve("x.pth"), pickle));
        NDManager manager = Torch.newManager()) {
      assertThat(values(torch, "transposed", manager)).containsExactly(1, 4, 2, 5, 3, 6);
      assertThat(values(torch, "expanded", manager)).containsExactly(5, 6, 7, 5, 6, 7);
      assertThat(values(torch, "every second", manager)).containsExactly(0, 2, 4, 6);
      assertThat(values(torch, "scalar", manager)).containsExactly(7);
      assertThat(torch.tensors().get("empty").shape().size()).isZero();
    }
  }

  private static float[] values(WeightsFile file, String name, NDManager manager)
      throws IOException {
    return file.tensors().get(name).read(manager).toFloatArray();
  }

  private static PickleWriter pickle() {
    return new PickleWriter();
  }

  /** Pickles that would run a program, by every instruction that can make or call something. */
  static Stream<Arguments> programs() {
    String command = "touch owned";
    return Stream.of(
        Arguments.of(
            "posix.system",
            pickle().global("posix", "system").mark().text(command).tuple().call().end()),
        Arguments.of(
            "os.system",
            pickle().text("os").text("system").raw(0x93).text(command).raw(0x85).call().end()),
        Arguments.of("posix.system", pickle().mark().text(command).raw("iposix\nsystem\n").end()),
        Arguments.of(
            "builtins.eval",
            pickle().mark().global("builtins", "eval").text(command).raw('o').end()),
        Arguments.of(
            "OBJ or NEWOBJ",
            pickle().global("collections", "OrderedDict").raw(')').raw(0x81).end()),
        Arguments.of(
            "OBJ or NEWOBJ", pickle().mark().global("collections", "OrderedDict").raw('o').end()),
        Arguments.of("BUILD", pickle().global("torch", "FloatStorage").dictionary().raw('b').end()),
        Arguments.of("EXT", pickle().raw(0x82, 1).raw(')').call().end()),
        Arguments.of("EXT", pickle().raw(0x84, 1, 0, 0, 0).end()),
        Arguments.of("torch.hub.load", pickle().global("torch.hub", "load").raw(')').call().end()),
        Arguments.of(
            "collections.OrderedDict.fromkeys",
            pickle().global("collections", "OrderedDict.fromkeys").end()),
        Arguments.of(
            "torch.FloatStorage",
            pickle().global("torch", "FloatStorage").number(9).raw(0x85).call().end()),
        Arguments.of(
            "collections.OrderedDict",
            pickle().global("collections", "OrderedDict").number(9).raw(0x85).call().end()),
        Arguments.of("no storage", pickle().text("os.system").raw(0x85).raw('Q').end()),
        Arguments.of("instruction 0x50", pickle().raw("P0\n").end()));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void programsAreNamedAndNeverRun(String named, byte[] pickle) throws Exception {
    Path file = new TorchArchive().save(folder.resolve("x.pth"), pickle);
    assertThatThrownBy(() -> WeightsFile.open(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(named);
    assertThat(folder.toFile().list()).containsExactly("x.pth");
  }

  static Stream<Arguments> lies() {
    long big = Long.MAX_VALUE / 2;
    return Stream.of(
        Arguments.of("text", pickle().raw('X').int32(Integer.MAX_VALUE).end()),
        Arguments.of("text", pickle().raw('X').int32(-1).end()),
        Arguments.of("255 bytes", pickle().raw(0x8a, 255).end()),
        Arguments.of("breaks off", pickle().raw('X').int32(1).raw("").end()),
        Arguments.of("empty stack", pickle().raw('t').end()),
        Arguments.of("empty stack", pickle().end()),
        Arguments.of("never had", pickle().raw('h', 3).end()),
        Arguments.of("no dictionary", pickle().number(1).end()),
        Arguments.of("keys that are no names", keyed(pickle().raw(']').raw('N'))),
        Arguments.of("protocol 77", pickle().raw(0x80, 77).end()),
        Arguments.of("makes no sense", pickle().raw(']').mark().number(1).setItems().end()),
        Arguments.of("tensors neither", keyed(pickle().text("optimizer").number(1))),
        Arguments.of("of a storage of", tensor(0, new long[] {9}, new long[] {1})),
        Arguments.of("of a storage of", tensor(7, new long[] {2}, new long[] {1})),
        Arguments.of("of a storage of", tensor(0, new long[] {2, 2}, new long[] {7, 1})),
        Arguments.of("strides", tensor(0, new long[] {2}, new long[] {-1})),
        Arguments.of("strides", tensor(-4, new long[] {2}, new long[] {1})),
        Arguments.of("strides", tensor(0, new long[] {2}, new long[] {1, 1})),
        Arguments.of("strides", tensor(0, new long[] {1 << 30, 2}, new long[] {0, 0})),
        Arguments.of("makes no sense", tensor(0, new long[] {big, big}, new long[] {0, 0})),
        Arguments.of("makes no sense", tensor(big, new long[] {3}, new long[] {big})),
        Arguments.of("lacks the entry", otherKey("5")),
        Arguments.of("no storage", otherKey("../../x")));
  }

  private static byte[] keyed(PickleWriter pairs) {
    byte[] items = pairs.end();
    PickleWriter whole = pickle().dictionary().mark();
    for (int i = 2; i < items.length - 1; i++) {
      whole.raw(items[i]);
    }
    return whole.setItems().end();
  }

  private static byte[] tensor(long offset, long[] shape, long[] strides) {
    return keyed(pickle().text("a").tensor("0", 8, offset, shape, strides));
  }

  private static byte[] otherKey(String key) {
    return keyed(pickle().text("a").tensor(key, 8, 0, new long[] {8}, new long[] {1}));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void picklesThatLie(String reason, byte[] pickle) throws Exception {
    TorchArchive archive = new TorchArchive();
    archive.addFloats(0, 1, 2, 3, 4, 5, 6, 7);
    Path file = archive.save(folder.resolve("x.pth"), pickle);
    assertThatThrownBy(() -> WeightsFile.open(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(reason);
  }

  /** Nesting costs no stack, and references to references no memory. */
  @Test
  void bombsDoNotGoOff() throws Exception {
    PickleWriter deep = new PickleWriter();
    for (int i = 0; i < 200_000; i++) {
      deep.raw(']');
    }
    for (int i = 0; i < 200_000 - 1; i++) {
      deep.raw('a');
    }
    PickleWriter doubling = new PickleWriter().raw(']').raw(0x94);
    for (int i = 0; i < 60; i++) {
      doubling.raw(']').mark().raw('h', i).raw('h', i).raw('e').raw(0x94);
    }
    PickleWriter itself = new PickleWriter().dictionary().raw(0x94).text("a").raw('h', 0).raw('s');
    PickleWriter many = new PickleWriter().mark();
    for (int i = 0; i < 1_100_000; i++) {
      many.raw('}');
    }
    for (PickleWriter bomb : new PickleWriter[] {deep, doubling, itself, many.tuple()}) {
      Path file = new TorchArchive().save(folder.resolve("x.pth"), bomb.end());
      assertThatThrownBy(() -> WeightsFile.open(file)).isInstanceOf(WeightsFormatException.class);
    }
    Path file = new TorchArchive().save(folder.resolve("x.pth"), new byte[9_000_000]);
    assertThatThrownBy(() -> WeightsFile.open(file)).hasMessageContaining("9000000 bytes");
  }

  @Test
  void archivesThatAreNone() throws Exception {
    byte[] legacy = new PickleWriter().raw(0x8a, 10).raw("lüFù j¨P\u0019x").end();
    Path file = Files.write(folder.resolve("legacy.pth"), legacy);
    assertThatThrownBy(() -> WeightsFile.open(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("before 1.6")
        .hasMessageContaining("torch.save(torch.load(");
    byte[] empty = pickle().dictionary().end();
    Path squeezed = folder.resolve("squeezed.pth");
    new TorchArchive().save(squeezed, empty, ZipEntry.DEFLATED);
    assertThatThrownBy(() -> WeightsFile.open(squeezed)).hasMessageContaining("compressed");
    Path half = folder.resolve("half.pth");
    byte[] whole = Files.readAllBytes(new TorchArchive().save(half, empty));
    Files.write(half, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> WeightsFile.open(half))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("zip archive");
  }

  /** Whatever bytes an archive has, opening it answers with tensors or with a typed refusal. */
  @Test
  void mutationsNeverCrash() throws Exception {
    TorchArchive archive = new TorchArchive();
    String key = archive.addFloats(0, 1, 2, 3, 4, 5, 6, 7);
    PickleWriter pickle = pickle().orderedDict().mark().text("cls_token");
    pickle.tensor(key, 8, 1, new long[] {3, 2}, new long[] {1, 3}).setItems();
    Path file = archive.save(folder.resolve("x.pth"), pickle.end());
    byte[] sound = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(7);
    int opened = 0;
    for (int i = 0; i < 1500; i++) {
      byte[] mutated = sound.clone();
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, mutated);
      try (WeightsFile torch = WeightsFile.open(file);
          NDManager manager = Torch.newManager()) {
        for (StoredTensor tensor : torch.tensors().values()) {
          tensor.read(manager);
        }
        opened++;
      } catch (WeightsFormatException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
      }
    }
    assertThat(opened).isBetween(1, 1499);
  }
}
