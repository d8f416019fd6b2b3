/**
 * The four losses of DINOv3, a class each. Logits and features come in, a scalar with gradients
 * goes out; no class here knows a network.
 */
package org.gramscape.model.ssl.loss;
