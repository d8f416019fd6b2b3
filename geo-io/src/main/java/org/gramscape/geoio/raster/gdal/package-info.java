/**
 * Rasters through GDAL: every format, remote files, nothing copied from GDAL but its answers.
 *
 * <p>{@link org.gramscape.geoio.raster.gdal.GdalBackend} loads the native library, if there is one;
 * no other class of this package may be touched before it has. Every native object is closed by
 * hand and never left to the garbage collector, whose thread would race with GDAL's.
 */
package org.gramscape.geoio.raster.gdal;
