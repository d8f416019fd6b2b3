package org.gramscape.canopy;

import org.gramscape.tiling.InferenceSummary;

/** What a run did, and what it made. */
public record MappedHeights(InferenceSummary run, HeightQuality quality) {}
