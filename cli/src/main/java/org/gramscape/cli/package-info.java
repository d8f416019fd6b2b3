/**
 * The {@code gramscape} command: one class a subcommand, which turns flags into calls of the
 * libraries and their answers into text, JSON and exit codes.
 *
 * <p>{@link org.gramscape.cli.Gramscape} is the entry; {@link org.gramscape.cli.Failure} says which
 * exception becomes which line and exit code; options that several commands share are in {@link
 * org.gramscape.cli.option}.
 */
package org.gramscape.cli;
