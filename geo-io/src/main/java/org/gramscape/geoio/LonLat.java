package org.gramscape.geoio;

/** A place on WGS 84 in degrees, east and north positive. */
public record LonLat(double longitude, double latitude) {}
