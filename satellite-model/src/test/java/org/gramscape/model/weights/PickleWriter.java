package org.gramscape.model.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles as Python does (protocol 2), and as Python never would. */
final class PickleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PickleWriter() {
    raw(0x80, 2);
  }

  PickleWriter raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  PickleWriter raw(String ascii) {
    out.writeBytes(ascii.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  PickleWriter mark() {
    return raw('(');
  }

  PickleWriter dictionary() {
    return raw('}');
  }

  /** Everything since the mark, as keys and values. */
  PickleWriter setItems() {
    return raw('u');
  }

  PickleWriter tuple() {
    return raw('t');
  }

  PickleWriter call() {
    return raw('R');
  }

  PickleWriter text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return raw('X').int32(bytes.length).raw(text);
  }

  /** LONG1 of eight bytes. */
  PickleWriter number(long value) {
    raw(0x8a, 8);
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  PickleWriter int32(int value) {
    return raw(value, value >>> 8, value >>> 16, value >>> 24);
  }

  PickleWriter global(String module, String name) {
    return raw("c" + module + "\n" + name + "\n");
  }

  /** {@code OrderedDict()}. */
  PickleWriter orderedDict() {
    return global("collections", "OrderedDict").raw(')').call();
  }

  PickleWriter storage(String type, String key, long count) {
    return mark()
        .text("storage")
        .global("torch", type)
        .text(key)
        .text("cpu")
        .number(count)
        .tuple()
        .raw('Q');
  }

  /** A view of a storage of 32-bit floats. */
  PickleWriter tensor(String key, long count, long offset, long[] shape, long[] strides) {
    return global("torch._utils", "_rebuild_tensor_v2")
        .mark()
        .storage("FloatStorage", key, count)
        .number(offset)
        .numbers(shape)
        .numbers(strides)
        .raw(0x89)
        .orderedDict()
        .tuple()
        .call();
  }

  private PickleWriter numbers(long[] values) {
    mark();
    for (long value : values) {
      number(value);
    }
    return tuple();
  }

  byte[] end() {
    out.write('.');
    return out.toByteArray();
  }
}
