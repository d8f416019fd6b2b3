/** GeoPackage (OGC 12-128r18) features: written with their R-tree and style, read in file order. */
package org.gramscape.geoio.vector.gpkg;
