/** Weights from and to files, and their ways into a network. */
package org.gramscape.model.weights;
