/** Images of which the truth is known, as what a dense head learns from and is watched on. */
package org.gramscape.training.dense;
