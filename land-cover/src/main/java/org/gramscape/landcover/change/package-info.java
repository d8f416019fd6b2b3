/**
 * What changed from one class raster to another, as polygons. {@link
 * org.gramscape.landcover.change.ChangePolygons} is the door.
 */
package org.gramscape.landcover.change;
