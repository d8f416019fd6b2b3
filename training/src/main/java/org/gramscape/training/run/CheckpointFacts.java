package org.gramscape.training.run;

import java.util.List;
import java.util.Map;
import org.gramscape.model.ssl.TrainingState;

/**
 * What a checkpoint says besides its tensors.
 *
 * @param program version that wrote it
 * @param iteration iterations that are done
 * @param failures losses in a row that were not finite
 * @param steps that the optimiser has made
 * @param parts what there are tensors of, a file each
 * @param seed of everything random
 * @param computed in what numbers and where, as {@code fp32 on cpu}; null if an earlier version
 *     wrote it
 * @param licence what the weights may be used for, in a sentence
 * @param recipe with every value said, as YAML
 * @param learntFrom what no run that goes on may find changed, by name; null if an earlier version
 *     wrote it
 */
public record CheckpointFacts(
    String program,
    long iteration,
    int failures,
    long steps,
    List<String> parts,
    long seed,
    String computed,
    String licence,
    String recipe,
    Map<String, String> learntFrom) {

  /** Of what a run is after an iteration. */
  static CheckpointFacts of(
      TrainingState state,
      TrainingRun.Provenance provenance,
      long seed,
      String recipe,
      Map<String, String> learntFrom) {
    return new CheckpointFacts(
        provenance.program(),
        state.iteration(),
        state.failures(),
        state.steps(),
        List.copyOf(state.tensors().keySet()),
        seed,
        provenance.computed(),
        provenance.licence(),
        recipe,
        learntFrom);
  }
}
