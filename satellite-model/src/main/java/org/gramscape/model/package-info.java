/**
 * DINOv3 backbones as DJL blocks. {@link org.gramscape.model.FeatureExtractor} is what the task
 * modules see; the networks, their weights and their kernels are in packages of their own.
 */
package org.gramscape.model;
