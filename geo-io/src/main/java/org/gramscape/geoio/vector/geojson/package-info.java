/** GeoJSON (RFC 7946): written on WGS 84, read feature by feature. */
package org.gramscape.geoio.vector.geojson;
