package org.gramscape.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.gramscape.model.Golden;
import org.gramscape.model.kernel.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeTensorTest {
  /** Weights may be many times the Java heap: their arrays hold on to none of its direct memory. */
  @Test
  void arraysDoNotCountAgainstTheHeap() throws Exception {
    StoredTensor tensor = StoredTensor.zeros(new Shape(4, 1 << 20));
    try (NDManager manager = Torch.newManager()) {
      NDArray[] arrays = new NDArray[12];
      for (int i = 0; i < arrays.length; i++) {
        arrays[i] = tensor.read(manager);
      }
      long held = Long.MAX_VALUE;
      for (int i = 0; i < 50 && held > tensor.byteSize(); i++) {
        System.gc();
        held = directMemory();
      }
      assertThat(held).isLessThan(6L * tensor.byteSize());
      assertThat(arrays[11].sum().getFloat()).isZero();
    }
  }

  /** A file larger than a mapping or an int may be; it is sparse, so it takes no room. */
  @Test
  void tensorsLieAnywhereInALargeFile(@TempDir Path folder) throws Exception {
    long large = 1L << 30;
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < 5; i++) {
      header.append(
          "\"t%d\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[%d,%d]},"
              .formatted(i, large / 4, i * large, (i + 1) * large));
    }
    header.append(
        "\"last\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%d,%d]}}"
            .formatted(5 * large, 5 * large + 8));
    header.append(" ".repeat(8 - header.length() % 8)); // values lie at multiples of 8
    byte[] text = header.toString().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer start =
        ByteBuffer.allocate(8 + text.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text)
            .flip();
    ByteBuffer end = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(3).putFloat(4);
    Path path = folder.resolve("large.safetensors");
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(start, 0);
      channel.write(end.flip(), 8 + text.length + 5 * large);
    }
    try (SafetensorsFile file = SafetensorsFile.open(path);
        NDManager manager = Torch.newManager()) {
      assertThat(file.tensors().get("last").read(manager).toFloatArray()).containsExactly(3, 4);
      assertThat(file.tensors().get("t4").inPlace().orElseThrow().capacity()).isEqualTo(1 << 30);
    }
  }

  /** What an opened model uses is the file's own memory; what is trained is not. */
  @Test
  void onlyReadersShareTheFile() throws Exception {
    try (Golden golden = new Golden("vit_mlp.weights");
        NDManager manager = Torch.newManager()) {
      StoredTensor stored = golden.file().tensors().get("norm.weight");
      assertThat(stored.inPlace()).isPresent();
      NDArray shown = new ArrayLoader().view(stored, manager);
      NDArray own = new ArrayLoader().copy(stored, manager);
      assertThat(shown.toFloatArray()).containsExactly(own.toFloatArray());
      own.addi(1); // would end the process, were it the mapped file
      assertThat(own.sub(shown).mean().getFloat()).isEqualTo(1);
    }
  }

  private static long directMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
