/**
 * GeoTIFF without native code: {@link org.gramscape.geoio.raster.jvm.GeoTiffSource} reads, {@link
 * org.gramscape.geoio.raster.jvm.CogWriter} writes.
 *
 * <p>Reading: {@code TiffFile} lists the directories, {@code TiffLayout} checks one of them against
 * the file, {@code TiffImage} refuses what is not read here, {@code GeoTags} finds the
 * georeference, {@code TiffPixels} decodes tiles and strips. Writing: {@code CogWriter} takes rows,
 * each {@code PyramidLevel} packs them into tiles on a temporary file, {@code TiffDirectoryWriter}
 * describes them.
 */
package org.gramscape.geoio.raster.jvm;
