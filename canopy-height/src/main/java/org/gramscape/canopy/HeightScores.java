package org.gramscape.canopy;

/**
 * How well heights agree with the truth.
 *
 * @param cells how many were compared
 * @param mae mean absolute error in metres
 * @param rmse root mean squared error in metres
 * @param bias mean of prediction minus truth in metres
 * @param r2 coefficient of determination, {@code 1 - Σ(p-t)² / Σ(t-t̄)²}; NaN if the truth is
 *     constant
 * @param blocks how many blocks were compared
 * @param blockMetres side of a block in metres
 * @param blockR2 {@code r2} of the blocks' mean heights (Tolan et al. 2024, section 3.3: how well
 *     heights are mapped when single crowns average out); NaN if the truth is constant or there are
 *     fewer than two blocks
 */
public record HeightScores(
    long cells,
    double mae,
    double rmse,
    double bias,
    double r2,
    long blocks,
    double blockMetres,
    double blockR2) {}
