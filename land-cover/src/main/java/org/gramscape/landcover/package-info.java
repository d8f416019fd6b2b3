/**
 * Land cover from frozen dense features. {@link org.gramscape.landcover.ClassFit} learns a {@link
 * org.gramscape.landcover.ClassHead} from a few labelled points or polygons, {@link
 * org.gramscape.landcover.LandCover} maps a scene with it, and {@link
 * org.gramscape.landcover.ClassEvaluation} compares a map with the truth.
 */
package org.gramscape.landcover;
