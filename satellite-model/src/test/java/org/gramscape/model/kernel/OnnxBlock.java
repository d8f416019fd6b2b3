package org.gramscape.model.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * A transformer block with an MLP as an ONNX model (operators of opset 20).
 *
 * <p>Positions do not turn queries and keys here: that is one cheap step, which gramscape's blocks
 * do all the same.
 */
final class OnnxBlock {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final ProtobufMessage graph = new ProtobufMessage();

  private OnnxBlock() {}

  /**
   * From {@code x} to {@code y}, each {@code [1, tokens, width]}.
   *
   * @param weights by their names within a block; matrices as {@code [in, out]}
   */
  static byte[] of(int tokens, int width, int heads, int hidden, Map<String, float[]> weights) {
    int head = width / heads;
    OnnxBlock block = new OnnxBlock();
    weights.forEach(
        (name, values) -> {
          long in = name.equals("mlp.fc2.weight") ? hidden : width;
          boolean matrix = values.length > in && name.endsWith("weight");
          block.floats(
              name,
              values,
              matrix ? new long[] {in, values.length / in} : new long[] {values.length});
        });
    block.longs("split", 1, tokens, 3, heads, head);
    block.longs("heads", 1, heads, tokens, head);
    block.longs("tokens", 1, tokens, width);
    block.floats("scale", new float[] {(float) (1 / Math.sqrt(head))}, new long[] {1});
    block.linear("attn.qkv", block.norm("norm1", "x"), "qkv");
    block.node("Reshape", "parts", "qkv", "split");
    block.node("Transpose", "byPart", integers("perm", 2, 0, 3, 1, 4), "parts");
    String[] names = {"q", "k", "v"};
    for (int i = 0; i < names.length; i++) {
      block.longs("index" + i, i);
      block.node("Gather", names[i] + 5, integer("axis", 0), "byPart", "index" + i);
      block.node("Reshape", names[i], names[i] + 5, "heads");
    }
    block.node("Mul", "scaled", "q", "scale");
    block.node("Transpose", "keys", integers("perm", 0, 1, 3, 2), "k");
    block.node("MatMul", "scores", "scaled", "keys");
    block.node("Softmax", "shares", integer("axis", -1), "scores");
    block.node("MatMul", "mixed", "shares", "v");
    block.node("Transpose", "byToken", integers("perm", 0, 2, 1, 3), "mixed");
    block.node("Reshape", "attended", "byToken", "tokens");
    block.linear("attn.proj", "attended", "branch1");
    block.node("Add", "middle", "x", "branch1");
    block.linear("mlp.fc1", block.norm("norm2", "middle"), "hidden");
    block.node("Gelu", "active", "hidden");
    block.linear("mlp.fc2", "active", "branch2");
    block.node("Add", "y", "middle", "branch2");
    block
        .graph
        .text(2, "block")
        .message(11, value("x", tokens, width))
        .message(12, value("y", tokens, width));
    ProtobufMessage operators = new ProtobufMessage().text(1, "").number(2, 20);
    return new ProtobufMessage()
        .number(1, 9)
        .message(7, block.graph)
        .message(8, operators)
        .toBytes();
  }

  private String norm(String name, String input) {
    ProtobufMessage epsilon =
        new ProtobufMessage().text(1, "epsilon").real(2, 1e-5f).number(20, FLOAT);
    String output = name + ".out";
    node("LayerNormalization", output, epsilon, input, name + ".weight", name + ".bias");
    return output;
  }

  private void linear(String name, String input, String output) {
    node("MatMul", name + ".product", input, name + ".weight");
    node("Add", output, name + ".product", name + ".bias");
  }

  private void node(String type, String output, String... inputs) {
    node(type, output, null, inputs);
  }

  private void node(String type, String output, ProtobufMessage attribute, String... inputs) {
    ProtobufMessage node = new ProtobufMessage();
    for (String input : inputs) {
      node.text(1, input);
    }
    node.text(2, output).text(4, type);
    if (attribute != null) {
      node.message(5, attribute);
    }
    graph.message(1, node);
  }

  private void floats(String name, float[] values, long[] shape) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    tensor(name, FLOAT, raw.array(), shape);
  }

  private void longs(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    tensor(name, INT64, raw.array(), values.length);
  }

  private void tensor(String name, int type, byte[] raw, long... shape) {
    ProtobufMessage tensor = new ProtobufMessage();
    for (long side : shape) {
      tensor.number(1, side);
    }
    graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
  }

  private static ProtobufMessage value(String name, int tokens, int width) {
    ProtobufMessage shape = new ProtobufMessage();
    for (int side : new int[] {1, tokens, width}) {
      shape.message(1, new ProtobufMessage().number(1, side));
    }
    ProtobufMessage tensor = new ProtobufMessage().number(1, FLOAT).message(2, shape);
    return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
  }

  private static ProtobufMessage integer(String name, long value) {
    return new ProtobufMessage().text(1, name).number(3, value).number(20, 2);
  }

  private static ProtobufMessage integers(String name, long... values) {
    ProtobufMessage attribute = new ProtobufMessage().text(1, name);
    for (long value : values) {
      attribute.number(8, value);
    }
    return attribute.number(20, INT64);
  }
}
