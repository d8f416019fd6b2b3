package org.gramscape.cli.option;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Makes a value of an option by its type's own parser, and passes on what the parser says of a
 * wrong one; picocli would wrap that in the exception's name.
 */
public final class Parsed<T> implements ITypeConverter<T> {
  private final Function<String, T> parser;

  /**
   * @param parser throws IllegalArgumentException with a message for the person
   */
  public Parsed(Function<String, T> parser) {
    this.parser = parser;
  }

  @Override
  public T convert(String text) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
