package org.gramscape.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;

/** A network's values by its parameters' names, to be had one at a time. */
public interface ParameterValues {

  /** The values of one parameter, which {@code owner} then owns and which must only be read. */
  NDArray read(String name, NDManager owner) throws IOException;

  /** Gives the network's parameters of these names their values, which {@code owner} then owns. */
  default void fill(NamedBlock network, Predicate<String> names, NDManager owner)
      throws IOException {
    for (Map.Entry<String, Parameter> named : network.namedParameters().entrySet()) {
      if (names.test(named.getKey())) {
        named.getValue().setArray(read(named.getKey(), owner));
      }
    }
  }

  /**
   * Those that a network has, which are taken out of it as they are read.
   *
   * <p>They are copied: libtorch may have their memory lent by the JVM, a mapped file's for one,
   * and that goes after the network's array has been closed, whoever else still looks at it.
   */
  static ParameterValues outOf(NamedBlock network) {
    Map<String, Parameter> parameters = network.namedParameters();
    return (name, owner) -> {
      Parameter parameter = parameters.get(name);
      NDArray values = parameter.getArray().duplicate();
      values.attach(owner);
      parameter.close();
      return values;
    };
  }
}
