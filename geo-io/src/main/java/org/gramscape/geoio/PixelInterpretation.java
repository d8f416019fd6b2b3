package org.gramscape.geoio;

/**
 * What a sample stands for (GeoTIFF 1.1, GTRasterTypeGeoKey); kept so that it can be written back.
 */
public enum PixelInterpretation {
  AREA,
  POINT
}
