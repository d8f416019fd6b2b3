package org.gramscape.model.weights;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gramscape.model.UnusableWeightsException;

/**
 * Tensors that are not those of the network; lists the missing, the extra and the misshapen, by
 * Meta's names.
 */
public final class WeightsMismatchException extends UnusableWeightsException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 5;

  private final transient List<String> missing;
  private final transient List<String> extra;
  private final transient List<String> misshapen;

  WeightsMismatchException(List<String> missing, List<String> extra, List<String> misshapen) {
    super(
        "The weights do not fit the network:"
            + listed(" missing ", missing)
            + listed(" extra ", extra)
            + listed(" of another shape ", misshapen)
            + " Check that the file and its config.json belong together.");
    this.missing = List.copyOf(missing);
    this.extra = List.copyOf(extra);
    this.misshapen = List.copyOf(misshapen);
  }

  /**
   * Compares tensors with the names and shapes that a network has.
   *
   * @throws WeightsMismatchException if a tensor is missing, left over or of another shape
   */
  public static void throwUnlessSame(Map<String, StoredTensor> tensors, Map<String, Shape> expected)
      throws WeightsMismatchException {
    List<String> missing = new ArrayList<>();
    List<String> misshapen = new ArrayList<>();
    expected.forEach(
        (name, shape) -> {
          StoredTensor found = tensors.get(name);
          if (found == null) {
            missing.add(name);
          } else if (!found.shape().equals(shape)) {
            misshapen.add(name + " " + found.shape() + " instead of " + shape);
          }
        });
    List<String> extra =
        tensors.keySet().stream().filter(name -> !expected.containsKey(name)).toList();
    if (!(missing.isEmpty() && misshapen.isEmpty() && extra.isEmpty())) {
      throw new WeightsMismatchException(missing, extra, misshapen);
    }
  }

  public List<String> missing() {
    return missing;
  }

  public List<String> extra() {
    return extra;
  }

  /** Each with the shape found and the shape expected. */
  public List<String> misshapen() {
    return misshapen;
  }

  /** The same tensor of several blocks is one word, so that a whole network's fit in a line. */
  private static String listed(String what, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (String name : names) {
      String group = name.replaceFirst("(?<=^blocks\\.)\\d+|(?<=^stages\\.\\d\\.)\\d+", "*");
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add(name);
    }
    List<String> words = new ArrayList<>();
    groups.forEach(
        (group, members) ->
            words.add(
                members.size() == 1
                    ? members.get(0)
                    : group + " (" + members.size() + " of them)"));
    String some = String.join(", ", words.subList(0, Math.min(SHOWN, words.size())));
    String rest = words.size() > SHOWN ? ", and " + (words.size() - SHOWN) + " more" : "";
    return what + some + rest + ".";
  }
}
