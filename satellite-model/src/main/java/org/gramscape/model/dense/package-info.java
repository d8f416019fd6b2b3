/**
 * Training of heads that say something of every pixel: {@link
 * org.gramscape.model.dense.DenseTraining} takes a {@link org.gramscape.model.dense.DenseRecipe}'s
 * steps on images of which the truth is known, which come from a {@link
 * org.gramscape.model.dense.DenseSource}.
 */
package org.gramscape.model.dense;
