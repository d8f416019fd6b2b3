package org.gramscape.geoio.raster.gdal;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.gdal.gdal.Dataset;
import org.gdal.gdal.gdal;
import org.gdal.gdalconst.gdalconstConstants;
import org.gdal.osr.SpatialReference;

/** Rasters that GDAL itself writes, for tests of readers. */
public final class GdalFiles {
  private GdalFiles() {}

  /** Creates a GeoTIFF, lets {@code fill} write into it, and closes it. */
  public static Path create(
      Path file,
      int width,
      int height,
      int bands,
      String type,
      Consumer<Dataset> fill,
      String... creationOptions) {
    Dataset dataset =
        gdal.GetDriverByName("GTiff")
            .Create(
                file.toString(),
                width,
                height,
                bands,
                gdal.GetDataTypeByName(type),
                creationOptions);
    fill.accept(dataset);
    dataset.delete();
    return file;
  }

  /** Writes the samples {@code [height, width]} of a band. */
  public static void write(Dataset dataset, int band, double... samples) {
    dataset.GetRasterBand(band + 1)
        .WriteRaster(
            0,
            0,
            dataset.GetRasterXSize(),
            dataset.GetRasterYSize(),
            gdalconstConstants.GDT_Float64,
            samples);
  }

  /** Places a raster by an EPSG code and GDAL's six numbers. */
  public static void place(Dataset dataset, int epsg, double... transform) {
    SpatialReference reference = new SpatialReference();
    reference.ImportFromEPSG(epsg);
    dataset.SetSpatialRef(reference);
    dataset.SetGeoTransform(transform);
    reference.delete();
  }
}
