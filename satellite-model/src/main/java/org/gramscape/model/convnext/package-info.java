/**
 * DINOv3's distilled ConvNeXt family: {@link org.gramscape.model.convnext.ConvNext} and its parts.
 */
package org.gramscape.model.convnext;
