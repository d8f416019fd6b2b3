/** Rasters as small pictures for people: PNG files for quick looks and reports. */
package org.gramscape.cli.picture;
