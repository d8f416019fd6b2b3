/** Options that several commands share, under the same names everywhere, and their units. */
package org.gramscape.cli.option;
