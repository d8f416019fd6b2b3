/**
 * Where things are on Earth: coordinate reference systems, affine transforms, units, and the errors
 * that a scene can cause. Rasters are in {@link org.gramscape.geoio.raster}, vectors in {@link
 * org.gramscape.geoio.vector}.
 */
package org.gramscape.geoio;
