package org.gramscape.training.probe;

import java.util.Optional;

/**
 * An image and the classes of the same ground.
 *
 * @param image a path or, for GDAL, an address
 * @param labels a raster of classes, or polygons
 * @param field of the polygons that names the classes; empty for a raster
 */
public record ClassScene(String image, String labels, Optional<String> field) {}
