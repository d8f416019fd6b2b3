/** The parts that several networks share: blocks whose parameters go by their state-dict names. */
package org.gramscape.model.layer;
