/**
 * GeoTIFF without native code: {@link org.gramscape.geoio.raster.jvm.GeoTiffSource} reads, {@link
 * org.gramscape.geoio.raster.jvm.CogWriter} writes.
 *
 * <p>Reading: {@code TiffFile} lists the directories (Commons Imaging), {@code TiffImage} checks
 * one of them and refuses what cannot be read right, {@code GeoTags} finds the georeference, and
 * GeoTools' reader decodes the pixels. Writing: {@code CogWriter} takes rows, each {@code
 * PyramidLevel} packs them into tiles on a temporary file, {@code TiffDirectoryWriter} describes
 * them.
 */
package org.gramscape.geoio.raster.jvm;
