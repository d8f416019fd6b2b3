/**
 * How good a frozen backbone's dense features are: simple fits on patch tokens, scored on ground
 * that the fit did not see, and pictures. {@link org.gramscape.training.probe.FeatureProbes} is the
 * way in.
 */
package org.gramscape.training.probe;
