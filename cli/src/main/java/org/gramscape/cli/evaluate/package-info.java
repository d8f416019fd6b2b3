/** Figures of compared heights as tables and as a page. */
package org.gramscape.cli.evaluate;
