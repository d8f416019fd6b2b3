/**
 * Canopy height from frozen dense features. {@link org.gramscape.canopy.HeightFit} learns a {@link
 * org.gramscape.canopy.HeightHead} from images and height rasters of the same ground, {@link
 * org.gramscape.canopy.CanopyHeight} maps a scene with it, and {@link
 * org.gramscape.canopy.HeightEvaluation} compares a map with the truth.
 */
package org.gramscape.canopy;
