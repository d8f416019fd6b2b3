/**
 * Rasters in and out. {@link org.gramscape.geoio.raster.Rasters} opens and creates; {@link
 * org.gramscape.geoio.raster.RasterSource} and {@link org.gramscape.geoio.raster.RasterSink} are
 * the border; the backends behind it are in the packages {@code jvm} and {@code gdal}.
 */
package org.gramscape.geoio.raster;
