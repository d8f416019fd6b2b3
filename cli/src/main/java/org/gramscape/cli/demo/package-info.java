/** The demonstration: a made-up landscape, mapped by the command's own steps, as a report. */
package org.gramscape.cli.demo;
