/** What is a training for heights' own: its recipe and its losses. */
package org.gramscape.model.height;
