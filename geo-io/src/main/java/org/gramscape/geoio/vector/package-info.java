/**
 * Vector layers in and out. {@link org.gramscape.geoio.vector.Vectors} opens and creates by the
 * file's suffix.
 */
package org.gramscape.geoio.vector;
