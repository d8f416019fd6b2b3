/** Images with known heights as what a network learns heights from, and is watched on. */
package org.gramscape.training.heights;
