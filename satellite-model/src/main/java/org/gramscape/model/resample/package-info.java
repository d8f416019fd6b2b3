/** Resizing, of images and of features, by the weights of an interpolation kernel. */
package org.gramscape.model.resample;
