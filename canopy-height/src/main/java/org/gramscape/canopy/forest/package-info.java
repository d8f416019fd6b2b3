/**
 * What foresters do with heights: {@link org.gramscape.canopy.forest.ZonalHeights statistics and
 * cover by polygons}, and {@link org.gramscape.canopy.forest.TreeFinder trees} with their crowns.
 */
package org.gramscape.canopy.forest;
