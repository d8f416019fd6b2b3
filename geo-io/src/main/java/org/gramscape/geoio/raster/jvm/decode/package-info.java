/**
 * TIFF's compressions, predictors and packings of samples, undone: bytes in, samples out.
 *
 * <p>Nothing here knows of files, maps or bands' meanings, allocates more than the size of a block
 * that its caller has checked, or runs on after a block is full. Damage is a {@link
 * java.util.zip.DataFormatException}.
 */
package org.gramscape.geoio.raster.jvm.decode;
