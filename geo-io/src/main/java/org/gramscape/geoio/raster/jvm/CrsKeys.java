package org.gramscape.geoio.raster.jvm;

import org.geotools.coverage.grid.io.imageio.geotiff.CRS2GeoTiffMetadataAdapter;
import org.geotools.coverage.grid.io.imageio.geotiff.GeoKeyEntry;
import org.geotools.coverage.grid.io.imageio.geotiff.GeoTiffException;
import org.geotools.coverage.grid.io.imageio.geotiff.GeoTiffIIOMetadataEncoder;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.UnsupportedCrsException;

/** A CRS in GeoKeys: by its EPSG code, or by its parameters if it has none. */
final class CrsKeys {
  private CrsKeys() {}

  /**
   * @throws UnsupportedCrsException saying why there is none, and what to do
   */
  static Crs read(GeoKeys keys) throws UnsupportedCrsException {
    int projected = keys.code(GeoKeys.PROJECTED_CRS);
    int code = projected != 0 ? projected : keys.code(GeoKeys.GEODETIC_CRS);
    if (code == 0 || code == GeoKeys.USER_DEFINED) {
      throw new UnsupportedCrsException(
          "its CRS is missing or not one of EPSG; gdal_translate -a_srs EPSG:CODE IN OUT gives it"
              + " one");
    }
    return Crs.epsg(code);
  }

  /**
   * @throws UnsupportedCrsException if the CRS has no EPSG code and its projection has no GeoTIFF
   *     name
   */
  static void write(Crs crs, GeoKeys keys) throws UnsupportedCrsException {
    if (crs.epsgCode().isPresent()) {
      boolean geographic = crs.isGeographic();
      keys.values()
          .put(GeoKeys.MODEL_TYPE, geographic ? GeoKeys.GEOGRAPHIC_MODEL : GeoKeys.PROJECTED_MODEL);
      keys.values().put(GeoKeys.CITATION, crs.name());
      keys.values()
          .put(
              geographic ? GeoKeys.GEODETIC_CRS : GeoKeys.PROJECTED_CRS, crs.epsgCode().getAsInt());
      return;
    }
    try {
      GeoTiffIIOMetadataEncoder encoder =
          new CRS2GeoTiffMetadataAdapter(crs.toGeoTools()).parseCoordinateReferenceSystem();
      // Entry 0 is the directory's header.
      for (int i = 1; i < encoder.getNumGeoKeyEntries(); i++) {
        GeoKeyEntry entry = encoder.getGeoKeyEntryAt(i);
        int id = entry.getKeyID();
        keys.values()
            .put(
                id,
                switch (entry.getTiffTagLocation()) {
                  case 0 -> (Object) entry.getValueOffset();
                  case TiffTag.GEO_DOUBLE_PARAMS -> encoder.getGeoDoubleParam(id);
                  default -> encoder.getGeoAsciiParam(id).replace("|", "");
                });
      }
    } catch (GeoTiffException | RuntimeException e) {
      throw new UnsupportedCrsException(
          "GeoTIFF cannot name the CRS \""
              + crs.name()
              + "\"; give the scene one with an EPSG code, for example with gdalwarp -t_srs"
              + " EPSG:32617 IN OUT",
          e);
    }
  }
}
