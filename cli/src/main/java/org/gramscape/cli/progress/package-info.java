/** How far a long job is: a bar, a line now and then, JSON lines, or nothing. */
package org.gramscape.cli.progress;
