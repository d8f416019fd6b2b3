/**
 * Whether polygons are a coverage: valid each, and neither overlapping nor leaving gaps. {@link
 * org.gramscape.landcover.coverage.CoverageInspector} is the door.
 */
package org.gramscape.landcover.coverage;
