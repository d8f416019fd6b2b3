package org.gramscape.model.ssl;

import ai.djl.ndarray.NDArray;

/**
 * The losses of a step, before their weights, and their weighted sum.
 *
 * @param total what is minimised
 * @param dinoLocal of local crops against global ones
 * @param dinoGlobal of each global crop against the other
 * @param ibot of masked patches
 * @param koleo mean of the global crops'
 * @param gram null in steps without
 */
record LossTerms(
    NDArray total,
    NDArray dinoLocal,
    NDArray dinoGlobal,
    NDArray ibot,
    NDArray koleo,
    NDArray gram) {}
