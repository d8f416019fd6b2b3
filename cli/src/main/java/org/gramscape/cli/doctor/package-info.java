/**
 * What a scene is and whether a model can use it, in plain words, with the command that repairs
 * what does not fit.
 */
package org.gramscape.cli.doctor;
