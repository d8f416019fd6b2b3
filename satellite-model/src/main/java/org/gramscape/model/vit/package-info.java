/**
 * DINOv3's vision transformer (paper section 3.2): {@link
 * org.gramscape.model.vit.VisionTransformer} is built from the named parts in this package.
 */
package org.gramscape.model.vit;
