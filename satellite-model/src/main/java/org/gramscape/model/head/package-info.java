/**
 * What all task heads have in common: the backbone that they were fitted on, and the file that they
 * are kept in.
 */
package org.gramscape.model.head;
