/**
 * What training sees: images, the crops and distortions of each, and which patches are masked. It
 * is all computed in Java, on as many threads as there are.
 */
package org.gramscape.model.ssl.data;
