/** Files of models from the Hugging Face hub, or a mirror of it. */
package org.gramscape.model.hub;
