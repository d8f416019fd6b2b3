package org.gramscape.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Mean and standard deviation of each band in [0, 1] over a model's training images. */
public final class ImageNormalisation {
  /** Satellite images at 0.6 m (DINOv3 paper, section 8.1). */
  public static final ImageNormalisation SAT_493M =
      new ImageNormalisation(
          "SAT_493M", new float[] {0.430f, 0.411f, 0.296f}, new float[] {0.213f, 0.156f, 0.143f});

  /** Photographs: ImageNet's statistics. */
  public static final ImageNormalisation LVD_1689M =
      new ImageNormalisation(
          "LVD_1689M", new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

  /** What CHMv2's heights were trained with; its red mean is not its backbone's. */
  public static final ImageNormalisation CHMV2 =
      new ImageNormalisation(
          "CHMV2", new float[] {0.420f, 0.411f, 0.296f}, new float[] {0.213f, 0.156f, 0.143f});

  private static final List<ImageNormalisation> NAMED = List.of(SAT_493M, LVD_1689M, CHMV2);

  private final String name;
  private final float[] mean;
  private final float[] standardDeviation;

  private ImageNormalisation(String name, float[] mean, float[] standardDeviation) {
    this.name = name;
    this.mean = mean;
    this.standardDeviation = standardDeviation;
  }

  /**
   * These statistics, or the named ones that they are.
   *
   * @throws IllegalArgumentException if there is not one mean and one deviation above 0 for each of
   *     one or more bands
   */
  public static ImageNormalisation of(float[] mean, float[] standardDeviation) {
    for (ImageNormalisation named : NAMED) {
      if (named.isOf(mean, standardDeviation)) {
        return named;
      }
    }
    String name = words(mean) + "/" + words(standardDeviation);
    boolean sound =
        mean.length > 0
            && mean.length == standardDeviation.length
            && IntStream.range(0, mean.length)
                .allMatch(i -> Float.isFinite(mean[i]) && standardDeviation[i] > 0);
    if (!sound) {
      throw new IllegalArgumentException(
          name + " are no means and standard deviations of the same bands");
    }
    return new ImageNormalisation(name, mean.clone(), standardDeviation.clone());
  }

  /**
   * The statistics of a name: {@code SAT_493M}, {@code LVD_1689M}, {@code CHMV2}, or means and
   * deviations as {@code 0.4,0.4,0.3/0.2,0.2,0.1}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  @JsonCreator
  public static ImageNormalisation parse(String name) {
    Optional<ImageNormalisation> named =
        NAMED.stream().filter(n -> n.name.equalsIgnoreCase(name)).findFirst();
    if (named.isPresent()) {
      return named.get();
    }
    String[] halves = name.split("/");
    try {
      if (halves.length == 2) {
        return of(numbers(halves[0]), numbers(halves[1]));
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "'%s' are no statistics; SAT_493M, LVD_1689M, CHMV2 or MEANS/DEVIATIONS like 0.43,0.41,0.3/0.21,0.16,0.14 expected"
            .formatted(name));
  }

  private static float[] numbers(String list) {
    String[] words = list.split(",");
    float[] numbers = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = Float.parseFloat(words[i].strip());
    }
    return numbers;
  }

  private static String words(float[] numbers) {
    return IntStream.range(0, numbers.length)
        .mapToObj(i -> Float.toString(numbers[i]))
        .collect(Collectors.joining(","));
  }

  /** As {@link #parse} takes it. */
  @JsonValue
  public String name() {
    return name;
  }

  public float[] mean() {
    return mean.clone();
  }

  public float[] standardDeviation() {
    return standardDeviation.clone();
  }

  private boolean isOf(float[] otherMean, float[] otherDeviation) {
    return Arrays.equals(mean, otherMean) && Arrays.equals(standardDeviation, otherDeviation);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageNormalisation that && that.isOf(mean, standardDeviation);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(standardDeviation);
  }

  @Override
  public String toString() {
    return name;
  }
}
