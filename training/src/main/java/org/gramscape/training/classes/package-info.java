/** Images with known classes as what a network learns classes from, and is watched on. */
package org.gramscape.training.classes;
