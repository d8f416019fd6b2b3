/**
 * Sample scenes, and small programs on the public API: one screen each, made to be read.
 *
 * <p>{@link org.gramscape.samples.SampleScene} paints a landscape whose heights and classes are
 * known; the programs show how to map them.
 */
package org.gramscape.samples;
