/**
 * Training stages as data: YAML files, bundled or a person's own, checked before anything starts.
 */
package org.gramscape.model.ssl.recipe;
