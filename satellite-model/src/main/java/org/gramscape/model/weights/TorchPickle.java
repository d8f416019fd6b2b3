package org.gramscape.model.weights;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the part of Python's pickle language that describes tensors.
 *
 * <p>A pickle is a program. This machine has no way to call anything: the only names it knows are
 * those of {@link Known}, and each of them stands for a description. Any other name, and every
 * instruction that could make an object in another way, ends the reading. Nothing here recurses
 * over what was read, so that nesting costs no stack.
 *
 * @see <a href="https://docs.python.org/3/library/pickletools.html">The instructions</a>
 */
final class TorchPickle {
  private static final int MAX_PROTOCOL = 5;

  /** Dictionaries, lists, tuples and the like; the largest network's file has some thousands. */
  private static final int MAX_OBJECTS = 1_000_000;

  /** What None is read as. */
  private static final Object NONE = "None";

  private static final Object MARK = new Object();

  private final ByteBuffer code;
  private final Deque<Object> stack = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private int objects;

  TorchPickle(byte[] code) {
    this.code = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** What a pickle must not have, or that it breaks off. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** Values of a type under a key in the archive. */
  record StorageReference(StorageType type, String key, long count) {}

  /** A view of a storage: from {@code offset} on, in values. */
  record TensorReference(StorageReference storage, long offset, long[] shape, long[] strides) {

    /** How many values lie between its first and its last, both included. */
    long span() {
      long span = 1;
      for (int i = 0; i < shape.length; i++) {
        if (shape[i] == 0) {
          return 0;
        }
        span += (shape[i] - 1) * strides[i];
      }
      return span;
    }

    boolean liesWithin(long count) {
      return span() <= count && offset <= count - span();
    }

    boolean isContiguous() {
      long step = 1;
      for (int i = shape.length - 1; i >= 0; i--) {
        if (shape[i] != 1 && strides[i] != step) {
          return span() == 0;
        }
        step *= shape[i];
      }
      return true;
    }
  }

  private record Tuple(List<Object> items) {}

  /** The names that a pickle of tensors needs. */
  private enum Known {
    ORDERED_DICT("collections.OrderedDict"),
    REBUILD_TENSOR("torch._utils._rebuild_tensor_v2"),
    REBUILD_PARAMETER("torch._utils._rebuild_parameter"),
    DOUBLE("torch.DoubleStorage", StorageType.F64),
    FLOAT("torch.FloatStorage", StorageType.F32),
    HALF("torch.HalfStorage", StorageType.F16),
    BFLOAT16("torch.BFloat16Storage", StorageType.BF16),
    LONG("torch.LongStorage", StorageType.I64),
    INT("torch.IntStorage", StorageType.I32),
    SHORT("torch.ShortStorage", StorageType.I16),
    CHAR("torch.CharStorage", StorageType.I8),
    BYTE("torch.ByteStorage", StorageType.U8),
    BOOL("torch.BoolStorage", StorageType.BOOL);

    private final String python;
    private final StorageType storage;

    Known(String python) {
      this(python, null);
    }

    Known(String python, StorageType storage) {
      this.python = python;
      this.storage = storage;
    }

    static Known of(String python) throws RefusedException {
      for (Known known : values()) {
        if (known.python.equals(python)) {
          return known;
        }
      }
      throw new RefusedException(
          "its pickle asks for "
              + python
              + ", and only tensors in dictionaries are read; save its state_dict alone");
    }
  }

  /** Runs the pickle: maps, lists, texts, numbers and {@link TensorReference}s. */
  Object read() throws RefusedException {
    try {
      while (true) {
        int instruction = code.get() & 0xff;
        if (instruction == '.') {
          return pop();
        }
        run(instruction);
      }
    } catch (BufferUnderflowException e) {
      throw new RefusedException("its pickle breaks off");
    } catch (ClassCastException | ArithmeticException e) {
      throw new RefusedException("its pickle makes no sense at byte " + code.position());
    }
  }

  private void run(int instruction) throws RefusedException {
    switch (instruction) {
      case 0x80 -> protocol(code.get());
      case 0x95 -> code.getLong(); // a frame's length, of use for streams only
      case '(' -> push(MARK);
      case 'N' -> push(NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'K' -> push((long) (code.get() & 0xff));
      case 'M' -> push((long) (code.getShort() & 0xffff));
      case 'J' -> push((long) code.getInt());
      case 0x8a -> push(integer(code.get() & 0xff));
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(code.getLong())));
      case 0x8c -> push(text(code.get() & 0xff));
      case 'X' -> push(text(code.getInt()));
      case '}' -> push(made(new LinkedHashMap<Object, Object>()));
      case ']' -> push(made(new ArrayList<>()));
      case ')' -> push(made(new Tuple(List.of())));
      case 't' -> push(made(new Tuple(popToMark())));
      case 0x85, 0x86, 0x87 -> push(made(new Tuple(popLast(instruction - 0x84))));
      case 'q' -> memo.put(code.get() & 0xff, peek());
      case 'r' -> memo.put(code.getInt(), peek());
      case 0x94 -> memo.put(memo.size(), peek());
      case 'h' -> push(remembered(code.get() & 0xff));
      case 'j' -> push(remembered(code.getInt()));
      case 'a' -> append(popLast(1));
      case 'e' -> append(popToMark());
      case 's' -> setItems(popLast(2));
      case 'u' -> setItems(popToMark());
      case 'c' -> push(Known.of(line() + "." + line()));
      case 0x93 -> {
        List<Object> names = popLast(2);
        push(Known.of((String) names.get(0) + "." + (String) names.get(1)));
      }
      case 'Q' -> push(made(storage((Tuple) pop())));
      case 'R' -> {
        Tuple arguments = (Tuple) pop();
        push(made(described((Known) pop(), arguments.items())));
      }
      case 'b' -> {
        pop(); // an OrderedDict's attributes: the versions of modules
        if (!(peek() instanceof Map)) {
          throw new RefusedException("its pickle sets the state of an object (BUILD)");
        }
      }
      case 'i' ->
          throw new RefusedException(
              "its pickle makes an object of %s.%s (INST)".formatted(line(), line()));
      case 'o', 0x81, 0x92 ->
          throw new RefusedException("its pickle makes an object of a class (OBJ or NEWOBJ)");
      case 0x82, 0x83, 0x84 ->
          throw new RefusedException(
              "its pickle asks for an object by the number of an extension (EXT)");
      default ->
          throw new RefusedException(
              "its pickle has the instruction 0x%02x, which tensors don't need"
                  .formatted(instruction));
    }
  }

  private static void protocol(int version) throws RefusedException {
    if (version < 0 || version > MAX_PROTOCOL) {
      throw new RefusedException("its pickle has the protocol " + version);
    }
  }

  private static Object described(Known name, List<Object> arguments) throws RefusedException {
    switch (name) {
      case ORDERED_DICT -> {
        if (arguments.isEmpty()) {
          return new LinkedHashMap<Object, Object>();
        }
      }
      case REBUILD_TENSOR -> {
        if (arguments.size() == 6 || arguments.size() == 7) {
          return tensor(arguments);
        }
      }
      case REBUILD_PARAMETER -> {
        if (arguments.size() == 3 && arguments.get(0) instanceof TensorReference tensor) {
          return tensor;
        }
      }
      default -> {
        // A storage is described by its persistent name, never by a call.
      }
    }
    throw new RefusedException(
        "its pickle calls %s with %d arguments".formatted(name.python, arguments.size()));
  }

  /** Storage, offset, shape, strides; then whether it needs gradients, hooks and metadata. */
  private static TensorReference tensor(List<Object> arguments) throws RefusedException {
    long[] shape = longs((Tuple) arguments.get(2));
    long[] strides = longs((Tuple) arguments.get(3));
    long offset = (Long) arguments.get(1);
    long values = 1;
    long reach = Math.addExact(offset, 1);
    boolean sound = shape.length == strides.length && offset >= 0;
    for (int i = 0; sound && i < shape.length; i++) {
      values = Math.multiplyExact(values, shape[i]);
      reach = Math.addExact(reach, Math.multiplyExact(Math.max(shape[i] - 1, 0), strides[i]));
      sound = shape[i] >= 0 && strides[i] >= 0;
    }
    if (!sound || values > FileTensor.MAX_VALUES || reach - offset > FileTensor.MAX_VALUES) {
      throw new RefusedException(
          "it has a tensor of offset %d, shape %s and strides %s"
              .formatted(offset, Arrays.toString(shape), Arrays.toString(strides)));
    }
    return new TensorReference((StorageReference) arguments.get(0), offset, shape, strides);
  }

  private static long[] longs(Tuple tuple) {
    return tuple.items().stream().mapToLong(item -> (Long) item).toArray();
  }

  /** A persistent name: the word storage, its class, key, device and number of values. */
  private static StorageReference storage(Tuple name) throws RefusedException {
    List<Object> parts = name.items();
    if (parts.size() != 5
        || !"storage".equals(parts.get(0))
        || !(parts.get(1) instanceof Known type && type.storage != null)
        || !(parts.get(2) instanceof String key && key.matches("[0-9]{1,9}"))
        || !(parts.get(4) instanceof Long count && count >= 0)) {
      throw new RefusedException("its pickle refers to something that is no storage");
    }
    return new StorageReference(type.storage, key, count);
  }

  private long integer(int bytes) throws RefusedException {
    if (bytes > Long.BYTES) {
      throw new RefusedException("its pickle has a number of " + bytes + " bytes");
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (code.get() & 0xffL) << 8 * i;
    }
    int unused = Long.SIZE - 8 * bytes;
    return bytes == 0 ? 0 : value << unused >> unused;
  }

  private String text(int length) throws RefusedException {
    if (length < 0 || length > code.remaining()) {
      throw new RefusedException("its pickle has a text of " + Integer.toUnsignedString(length));
    }
    byte[] bytes = new byte[length];
    code.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (int c = code.get(); c != '\n'; c = code.get()) {
      line.append((char) (c & 0xff));
    }
    return line.toString();
  }

  private Object made(Object object) throws RefusedException {
    if (++objects > MAX_OBJECTS) {
      throw new RefusedException("its pickle has more objects than any network needs");
    }
    return object;
  }

  @SuppressWarnings("unchecked")
  private void append(List<Object> items) throws RefusedException {
    ((List<Object>) peek()).addAll(items);
  }

  @SuppressWarnings("unchecked")
  private void setItems(List<Object> items) throws RefusedException {
    Map<Object, Object> map = (Map<Object, Object>) peek();
    for (int i = 0; i + 1 < items.size(); i += 2) {
      Object key = items.get(i);
      if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
        // Besides, only such keys have a hash that costs nothing.
        throw new RefusedException("its pickle has a dictionary with keys that are no names");
      }
      map.put(key, items.get(i + 1));
    }
  }

  private Object remembered(int number) throws RefusedException {
    Object value = memo.get(number);
    if (value == null) {
      throw new RefusedException("its pickle refers to what it never had");
    }
    return value;
  }

  private void push(Object value) {
    stack.push(value);
  }

  private Object peek() throws RefusedException {
    if (stack.isEmpty()) {
      throw new RefusedException("its pickle takes from an empty stack");
    }
    return stack.peek();
  }

  private Object pop() throws RefusedException {
    peek();
    return stack.pop();
  }

  private List<Object> popLast(int count) throws RefusedException {
    Object[] items = new Object[count];
    for (int i = count - 1; i >= 0; i--) {
      items[i] = pop();
    }
    return new ArrayList<>(Arrays.asList(items));
  }

  private List<Object> popToMark() throws RefusedException {
    List<Object> items = new ArrayList<>();
    for (Object item = pop(); item != MARK; item = pop()) {
      items.add(item);
    }
    Collections.reverse(items);
    return items;
  }
}
