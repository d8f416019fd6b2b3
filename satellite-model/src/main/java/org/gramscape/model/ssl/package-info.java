/**
 * Self-supervised training of DINOv3 backbones (paper sections 3 to 5): losses, heads, optimiser,
 * augmentation, and the step that joins them.
 */
package org.gramscape.model.ssl;
