package org.gramscape.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gramscape.model.Golden;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void everyStorageTypeBecomesFloat32() throws Exception {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putDouble(0.1).putFloat(-2.5f);
    data.putShort((short) 0x3c01).putShort((short) 0x8001); // 1 + 2^-10, -2^-24
    data.putShort((short) 0x7c00).putShort((short) 0x3f81); // infinity, bf16 1.0078125
    data.putLong(-7).put((byte) 200).put((byte) 1);
    Path file =
        write(
            "{\"f64\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]},"
                + "\"f32\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                + "\"f16\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[12,18]},"
                + "\"bf16\":{\"dtype\":\"BF16\",\"shape\":[1,1],\"data_offsets\":[18,20]},"
                + "\"i64\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[20,28]},"
                + "\"u8\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[28,29]},"
                + "\"bool\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[29,30]}}",
            30,
            data.array());
    try (SafetensorsFile tensors = SafetensorsFile.open(file);
        NDManager manager = Torch.newManager()) {
      assertThat(values(tensors, "f64", manager)).containsExactly(0.1f);
      assertThat(values(tensors, "f32", manager)).containsExactly(-2.5f);
      assertThat(values(tensors, "f16", manager))
          .containsExactly(1 + 0x1p-10f, -0x1p-24f, Float.POSITIVE_INFINITY);
      assertThat(values(tensors, "bf16", manager)).containsExactly(1.0078125f);
      assertThat(values(tensors, "i64", manager)).containsExactly(-7f);
      assertThat(values(tensors, "u8", manager)).containsExactly(200f);
      assertThat(values(tensors, "bool", manager)).containsExactly(1f);
    }
  }

  private static float[] values(SafetensorsFile file, String name, NDManager manager)
      throws IOException {
    return file.tensors().get(name).read(manager).toFloatArray();
  }

  /** Every normal half has the value that its bits say; a peer's formula as the oracle. */
  @Property
  void halvesAreExact(@ForAll @IntRange(min = 0, max = 0xffff) int bits) {
    int exponent = bits >> 10 & 31;
    double fraction = bits & 1023;
    double expected =
        exponent == 31
            ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
            : exponent == 0
                ? fraction * Math.pow(2, -24)
                : (1 + fraction / 1024) * Math.pow(2, exponent - 15);
    assertThat(Double.valueOf(StorageType.half((short) bits)))
        .isEqualTo((Double) (bits >> 15 == 0 ? expected : -expected));
  }

  /**
   * What is written in 16 bits is the nearest there is, and of two the one with an even last bit.
   */
  @Property
  void roundingIsToTheNearest(@ForAll float value) {
    short half = StorageType.float16(value);
    short brain = StorageType.bfloat16(value);
    if (Float.isNaN(value)) {
      assertThat(StorageType.half(half)).isNaN();
      assertThat(Float.intBitsToFloat(brain << 16)).isNaN();
      return;
    }
    for (int step : new int[] {-1, 1}) {
      assertNearest(value, StorageType.half(half), StorageType.half((short) (half + step)), half);
      assertNearest(
          value,
          Float.intBitsToFloat(brain << 16),
          Float.intBitsToFloat((short) (brain + step) << 16),
          brain);
    }
    if (Math.abs(value) >= 65520) {
      assertThat(StorageType.half(half)).isInfinite();
    }
  }

  private static void assertNearest(float value, double chosen, double other, short bits) {
    if (Double.isInfinite(chosen) || !Double.isFinite(other)) {
      return; // Beyond the largest: judged by the rule of overflow.
    }
    double distance = Math.abs(value - chosen);
    double otherDistance = Math.abs(value - other);
    assertThat(distance).isLessThanOrEqualTo(otherDistance);
    if (distance == otherDistance && chosen != other) {
      assertThat(bits & 1).isZero();
    }
  }

  @Test
  void valuesThatAreNoNumbersAreFound() throws Exception {
    for (float wrong : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      try (Golden golden = new Golden("vit_mlp.weights");
          NDManager manager = Torch.newManager()) {
        StateDict.of(golden.file()).verifyFinite();
        Map<String, StoredTensor> tensors = new LinkedHashMap<>(golden.file().tensors());
        NDArray norm = tensors.get("norm.weight").read(manager);
        norm.set(new NDIndex("63"), wrong);
        tensors.put("norm.weight", StoredTensor.of(norm));
        Path file = folder.resolve("nan.safetensors");
        SafetensorsWriter.write(file, tensors, Map.of());
        try (SafetensorsFile other = SafetensorsFile.open(file)) {
          assertThatThrownBy(() -> StateDict.of(other).verifyFinite())
              .isInstanceOf(WeightsFormatException.class)
              .hasMessageContaining("norm.weight");
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | overlaps
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | gap
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | after its last
          {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}} | claims bytes
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}} | claims bytes
          {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}} | where a size
          {"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,8]}} | claims the shape
          {"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}} | where a size
          {"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}} | where a size
          {"a":{"dtype":"Q4","shape":[2],"data_offsets":[0,8]}} | type 'Q4'
          {"a":{"dtype":"F32","shape":[2]}} | where a size
          {"a":7} | the type ''
          [1,2,3] | no JSON object
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | no JSON
          {"a": | no JSON
          """)
  void headersThatLie(String header, String reason) throws Exception {
    Path file = write(header, 8, new byte[8]);
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining(file.toString());
  }

  @Test
  void lengthsThatLie() throws Exception {
    for (long length : new long[] {-1, 0, 1, 90, 200_000_000, Long.MAX_VALUE, Long.MIN_VALUE}) {
      ByteBuffer bytes = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      Path file = Files.write(folder.resolve("lie"), bytes.array());
      assertThatThrownBy(() -> SafetensorsFile.open(file))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("first eight bytes");
    }
    Path empty = Files.write(folder.resolve("empty"), new byte[0]);
    assertThatThrownBy(() -> SafetensorsFile.open(empty))
        .isInstanceOf(WeightsFormatException.class);
    assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("nowhere")))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("no file");
  }

  /** Whatever bytes stand in a header, opening answers with a file or with a typed refusal. */
  @Property(tries = 300)
  void mutatedHeadersNeverCrash(@ForAll @IntRange(min = 0, max = 1200) int at, @ForAll byte value)
      throws Exception {
    byte[] bytes = Files.readAllBytes(Golden.path("convnext.weights.safetensors"));
    bytes[at] = value;
    Path file = Files.createTempFile("mutated", ".safetensors");
    try {
      Files.write(file, bytes);
      SafetensorsFile.open(file).close();
    } catch (WeightsFormatException e) {
      assertThat(e.getMessage()).contains("sound safetensors");
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void mismatchesAreListed() throws Exception {
    try (Golden golden = new Golden("vit_mlp.weights");
        NDManager manager = Torch.newManager()) {
      Map<String, StoredTensor> tensors = new LinkedHashMap<>(golden.file().tensors());
      tensors.remove("blocks.1.norm1.bias");
      tensors.put("blocks.9.surprise", StoredTensor.zeros(new Shape(1)));
      tensors.put("norm.weight", StoredTensor.zeros(new Shape(65)));
      Path file = folder.resolve("other.safetensors");
      SafetensorsWriter.write(file, tensors, Map.of());
      try (SafetensorsFile other = SafetensorsFile.open(file)) {
        VisionTransformer network = new VisionTransformer(VitConfig.mlp(64, 4, 4));
        assertThatThrownBy(() -> StateDict.of(other).load(network, manager))
            .isInstanceOfSatisfying(
                WeightsMismatchException.class,
                e -> {
                  assertThat(e.missing()).containsExactly("blocks.1.norm1.bias");
                  assertThat(e.extra()).containsExactly("blocks.9.surprise");
                  assertThat(e.misshapen()).containsExactly("norm.weight (65) instead of (64)");
                  assertThat(e).hasMessageContaining("norm.weight (65) instead of (64)");
                });
        assertThat(network.isInitialized()).isFalse();
      }
    }
  }

  @Test
  void tensorsOfAnotherKindAreRefused() throws Exception {
    Path file = folder.resolve("bert.safetensors");
    Map<String, StoredTensor> tensors =
        Map.of("bert.embeddings.weight", StoredTensor.zeros(new Shape(2)));
    SafetensorsWriter.write(file, tensors, Map.of());
    try (SafetensorsFile bert = SafetensorsFile.open(file)) {
      assertThatThrownBy(() -> StateDict.of(bert))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("bert.embeddings.weight");
    }
  }

  @Test
  void aFailedWriteLeavesNothing() throws Exception {
    StoredTensor broken =
        new StoredTensor() {
          @Override
          public Shape shape() {
            return new Shape(4);
          }

          @Override
          public void copyTo(ByteBuffer target) throws IOException {
            throw new IOException("gone");
          }
        };
    Path file = folder.resolve("x.safetensors");
    assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of("a", broken), Map.of()))
        .hasMessage("gone");
    assertThat(folder).isEmptyDirectory();
  }

  private Path write(String header, int dataLength, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).array());
    bytes.write(text);
    bytes.write(data, 0, dataLength);
    return Files.write(folder.resolve("t.safetensors"), bytes.toByteArray());
  }
}
