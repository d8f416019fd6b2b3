package org.gramscape.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a backbone computes.
 *
 * @param gpu the number of an NVIDIA GPU, from 0; -1 for the CPU
 */
public record ComputeDevice(int gpu) {
  public static final ComputeDevice CPU = new ComputeDevice(-1);

  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

  /**
   * {@code cpu}, {@code cuda} (the first GPU) or {@code cuda:n}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static ComputeDevice parse(String text) {
    if (text.equals("cpu")) {
      return CPU;
    }
    Matcher cuda = CUDA.matcher(text);
    if (!cuda.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no device; cpu, cuda or cuda:1 expected".formatted(text));
    }
    return new ComputeDevice(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
  }

  public boolean isGpu() {
    return gpu >= 0;
  }

  /** As {@link #parse} takes it. */
  @Override
  public String toString() {
    return isGpu() ? "cuda:" + gpu : "cpu";
  }
}
