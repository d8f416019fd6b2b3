/** Losses of predicted heights against true ones, a class each. */
package org.gramscape.model.height.loss;
