package org.gramscape.model.ssl;

/**
 * The scheduled numbers of one iteration.
 *
 * @param lastLayerLearningRate of the heads' prototypes, 0 while they are frozen
 * @param momentum of the teacher's running mean
 * @param localWeight of the DINO loss of local crops
 * @param gramWeight of the Gram loss; 0 leaves it out
 */
public record Rates(
    double learningRate,
    double lastLayerLearningRate,
    double weightDecay,
    double teacherTemperature,
    double momentum,
    double localWeight,
    double gramWeight) {}
