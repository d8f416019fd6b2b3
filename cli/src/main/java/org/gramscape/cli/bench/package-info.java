/**
 * Benchmarks that a user can run: each measures this program and its peers in one run, and says the
 * ratios.
 */
package org.gramscape.cli.bench;
