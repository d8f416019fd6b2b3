package org.gramscape.model.layer;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A block that knows its parameters by the names of a PyTorch state dict ({@code
 * blocks.0.norm1.weight}).
 *
 * <p>DJL numbers the names of nested blocks; files of weights need the plain ones. Every shape is
 * known when the block is made, so that parameters can be counted without memory for them.
 */
public abstract class NamedBlock extends AbstractBlock {
  private final Map<String, Parameter> ownParameters = new LinkedHashMap<>();
  private final Map<String, Shape> ownShapes = new LinkedHashMap<>();
  private final Map<String, NamedBlock> parts = new LinkedHashMap<>();

  protected final Parameter parameter(String name, Parameter.Type type, long... shape) {
    Parameter parameter = addParameter(Parameter.builder().setName(name).setType(type).build());
    ownParameters.put(name, parameter);
    ownShapes.put(name, new Shape(shape));
    return parameter;
  }

  /** Adds a nested block; {@code name} may have dots. */
  protected final <B extends NamedBlock> B part(String name, B block) {
    parts.put(name, addChildBlock(name, block));
    return block;
  }

  /** Every parameter of this block and of its parts, in the order of definition. */
  public final Map<String, Parameter> namedParameters() {
    return collect(block -> block.ownParameters);
  }

  /** The shape of every parameter, whether it has values yet or not. */
  public final Map<String, Shape> namedShapes() {
    return collect(block -> block.ownShapes);
  }

  private <V> Map<String, V> collect(Function<NamedBlock, Map<String, V>> own) {
    Map<String, V> all = new LinkedHashMap<>(own.apply(this));
    parts.forEach(
        (prefix, block) ->
            block.collect(own).forEach((name, value) -> all.put(prefix + "." + name, value)));
    return all;
  }

  /** Number of trainable values; needs no memory for them. */
  public final long parameterCount() {
    return namedShapes().values().stream().mapToLong(Shape::size).sum();
  }

  /**
   * The manager that holds the parameters, once they have values.
   *
   * @throws IllegalStateException if there are no values yet
   */
  public final NDManager parameterManager() {
    return namedParameters().values().iterator().next().getArray().getManager();
  }

  /** DJL's moment to say the shapes, before it makes initial values. */
  @Override
  protected void prepare(Shape[] inputShapes) {
    ownParameters.forEach((name, parameter) -> parameter.setShape(ownShapes.get(name)));
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
    parts.values().forEach(part -> part.initialize(manager, dataType, inputShapes));
  }

  /** Whether every parameter has values; DJL asks whether it has seen an input's shape. */
  @Override
  public boolean isInitialized() {
    return namedParameters().values().stream().allMatch(Parameter::isInitialized);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    throw new UnsupportedOperationException("shapes depend on the call: see the class's methods");
  }
}
