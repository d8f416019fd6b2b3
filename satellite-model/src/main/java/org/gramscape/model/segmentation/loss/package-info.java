/** Losses of predicted classes against true ones, a class each. */
package org.gramscape.model.segmentation.loss;
