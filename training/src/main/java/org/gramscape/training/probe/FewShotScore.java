package org.gramscape.training.probe;

import org.gramscape.landcover.ClassMethod;

/**
 * What a few labelled cells a class are worth: the mean IoU over classes, its mean and standard
 * deviation over draws of the labels.
 *
 * @param labels cells of each class that were learnt from
 * @param meanIou of all other cells, those beside the labels too
 * @param apartMeanIou of cells in blocks of ground in which no label lay
 */
public record FewShotScore(
    int labels,
    ClassMethod method,
    double meanIou,
    double deviation,
    double apartMeanIou,
    double apartDeviation) {}
