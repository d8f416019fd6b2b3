/**
 * Heads that say the class of every pixel: {@link org.gramscape.model.segmentation.LinearHead} of
 * each patch, {@link org.gramscape.model.segmentation.DptClassHead} in finer detail.
 */
package org.gramscape.model.segmentation;
