/**
 * Training of networks for heights: {@link org.gramscape.model.height.HeightTraining} takes a
 * {@link org.gramscape.model.height.HeightRecipe}'s steps on images with known heights, which come
 * from a {@link org.gramscape.model.height.HeightSource}.
 */
package org.gramscape.model.height;
