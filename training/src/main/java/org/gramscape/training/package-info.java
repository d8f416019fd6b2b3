/** Trains backbones on scenes: where images come from, how a run is kept, what it is judged by. */
package org.gramscape.training;
