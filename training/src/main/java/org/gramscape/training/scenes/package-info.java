/**
 * Scenes as training images: random windows of many rasters, read where they lie. No chips on disk,
 * and no more in memory than was allowed.
 */
package org.gramscape.training.scenes;
