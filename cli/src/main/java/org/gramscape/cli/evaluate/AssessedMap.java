package org.gramscape.cli.evaluate;

import org.gramscape.canopy.HeightAssessment;

/** A map by its name, and how good it is. */
public record AssessedMap(String name, HeightAssessment assessment) {}
