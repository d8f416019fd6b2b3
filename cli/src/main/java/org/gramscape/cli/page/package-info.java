/** Pages with everything in them. */
package org.gramscape.cli.page;
