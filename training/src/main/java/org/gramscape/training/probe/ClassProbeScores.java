package org.gramscape.training.probe;

import java.util.List;

/**
 * How well a scene's classes are told apart.
 *
 * @param image as it was given
 * @param classes their names
 * @param cells whose class is known
 * @param linearMeanIou of logistic regression, mean over the draws of labels
 * @param linearDeviation standard deviation over the draws
 * @param neighboursMeanIou of the nearest neighbours' votes, mean over the draws
 * @param neighboursDeviation standard deviation over the draws
 * @param contrast mean cosine similarity of cells of one class, minus that of cells of two: what
 *     decay takes from features first
 */
public record ClassProbeScores(
    String image,
    List<String> classes,
    int cells,
    double linearMeanIou,
    double linearDeviation,
    double neighboursMeanIou,
    double neighboursDeviation,
    double contrast) {
  public ClassProbeScores {
    classes = List.copyOf(classes);
  }
}
