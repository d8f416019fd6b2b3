/**
 * What a backbone sees of a whole scene: one feature vector a patch, as a raster of its own that
 * lies exactly on the scene, and its principal components as colours.
 *
 * <p>{@link org.gramscape.features.DenseFeatures} is the way in.
 */
package org.gramscape.features;
