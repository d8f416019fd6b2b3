/** FlatGeobuf 3: written with its packed Hilbert R-tree, read in file order. */
package org.gramscape.geoio.vector.fgb;
