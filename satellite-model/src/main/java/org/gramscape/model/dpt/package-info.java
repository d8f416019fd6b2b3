/**
 * Dense prediction transformer heads: {@link org.gramscape.model.dpt.DptHead} makes a backbone's
 * tokens an image again, {@link org.gramscape.model.dpt.DepthBins} reads heights from it.
 */
package org.gramscape.model.dpt;
