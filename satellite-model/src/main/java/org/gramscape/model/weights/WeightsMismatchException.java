package org.gramscape.model.weights;

import java.util.List;
import org.gramscape.model.UnusableWeightsException;

/** Tensors that are not those of the network; lists the missing, the extra and the misshapen. */
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

  private static String listed(String what, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String some = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    String rest = names.size() > SHOWN ? ", and " + (names.size() - SHOWN) + " more" : "";
    return what + some + rest + ".";
  }
}
