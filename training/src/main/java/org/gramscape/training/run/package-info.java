/** Runs of training: folders with checkpoints, metrics, exported backbones and a page of curves. */
package org.gramscape.training.run;
