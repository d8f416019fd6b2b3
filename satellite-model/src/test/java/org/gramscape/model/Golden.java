package org.gramscape.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.gramscape.model.weights.SafetensorsFile;

/** Numbers that the reference implementation computed (random weights, CPU, float32). */
public final class Golden implements AutoCloseable {
  /** For features of magnitude 4, as the numbers' makers suggest. */
  private static final double TOLERANCE = 2e-5;

  private final SafetensorsFile file;

  public Golden(String name) throws IOException {
    file = SafetensorsFile.open(path(name + ".safetensors"));
  }

  public static Path path(String name) {
    try {
      return Path.of(Golden.class.getResource("/golden/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  public SafetensorsFile file() {
    return file;
  }

  public NDArray get(String name, NDManager manager) throws IOException {
    assertThat(file.tensors()).containsKey(name);
    return file.tensors().get(name).read(manager);
  }

  public NDArray mask(String name, NDManager manager) throws IOException {
    return get(name, manager).toType(DataType.BOOLEAN, false);
  }

  /** Values that were stored as float64, as they are. */
  public double[] doubles(String name) throws IOException {
    ByteBuffer stored = stored(name, "F64");
    double[] values = new double[stored.remaining() / Double.BYTES];
    stored.asDoubleBuffer().get(values);
    return values;
  }

  /** Values that were stored as int64. */
  public long[] longs(String name) throws IOException {
    ByteBuffer stored = stored(name, "I64");
    long[] values = new long[stored.remaining() / Long.BYTES];
    stored.asLongBuffer().get(values);
    return values;
  }

  private ByteBuffer stored(String name, String type) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file.path()));
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    int header = Math.toIntExact(bytes.getLong());
    JsonNode tensor = new ObjectMapper().readTree(bytes.array(), Long.BYTES, header).get(name);
    assertThat(tensor.get("dtype").asText()).isEqualTo(type);
    int data = Long.BYTES + header;
    bytes.limit(data + tensor.at("/data_offsets/1").asInt());
    return bytes.position(data + tensor.at("/data_offsets/0").asInt());
  }

  /** The array has the tensor's shape and, within 2e-5, its values. */
  public void check(String name, NDArray actual) throws IOException {
    check(name, actual, TOLERANCE);
  }

  public void check(String name, NDArray actual, double tolerance) throws IOException {
    NDArray expected = get(name, actual.getManager());
    assertThat(actual.getShape()).as(name).isEqualTo(expected.getShape());
    float[] a = actual.toFloatArray();
    float[] e = expected.toFloatArray();
    double worst = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = Math.abs(a[i] - e[i]);
      if (!(difference <= tolerance)) {
        Assertions.fail("%s[%d] is %s; %s expected", name, i, a[i], e[i]);
      }
      worst = Math.max(worst, difference);
    }
    assertThat(worst).as(name).isLessThanOrEqualTo(tolerance);
  }

  /** Within {@code tolerance} times the tensor's largest magnitude. */
  public void checkRelative(String name, NDArray actual, double tolerance) throws IOException {
    double scale = get(name, actual.getManager()).abs().max().getFloat();
    check(name, actual, tolerance * scale);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
