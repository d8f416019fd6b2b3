/**
 * Vector layers through GDAL: every format that this module has no reader or writer of its own for.
 * {@link org.gramscape.geoio.vector.gdal.GdalVectors} opens and creates.
 */
package org.gramscape.geoio.vector.gdal;
