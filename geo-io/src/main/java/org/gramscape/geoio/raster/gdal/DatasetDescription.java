package org.gramscape.geoio.raster.gdal;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gdal.gdal.Band;
import org.gdal.gdal.Dataset;
import org.gdal.gdal.gdal;
import org.gdal.gdalconst.gdalconstConstants;
import org.gdal.osr.SpatialReference;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.PixelInterpretation;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.ColorTable;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Unreadable;

/** What a GDAL dataset says of itself, in this module's words. */
final class DatasetDescription {
  /** What GDAL answers for a raster that has no transform. */
  private static final double[] NO_TRANSFORM = {0, 1, 0, 0, 0, 1};

  private final String name;
  private final Dataset dataset;
  private final List<SampleType> types = new ArrayList<>();
  private final List<BandInfo> bands = new ArrayList<>();

  /**
   * @throws InvalidRasterException if there are no bands or their samples are of an unusable kind
   */
  DatasetDescription(String name, Dataset dataset) throws InvalidRasterException {
    this.name = name;
    this.dataset = dataset;
    if (dataset.GetRasterCount() == 0) {
      throw withoutBands();
    }
    for (int b = 0; b < dataset.GetRasterCount(); b++) {
      types.add(sampleType(band(b)));
      bands.add(bandInfo(band(b), types.get(b)));
    }
  }

  RasterInfo info() {
    Optional<Georeference> georeference = Optional.empty();
    String whyNot = "";
    try {
      georeference = Optional.of(georeference());
    } catch (UnsupportedCrsException e) {
      whyNot = e.getMessage();
    }
    return new RasterInfo(
        name,
        "GDAL",
        dataset.GetDriver().getShortName(),
        dataset.GetRasterXSize(),
        dataset.GetRasterYSize(),
        widest(),
        bands,
        georeference,
        whyNot,
        colors(),
        metadata());
  }

  boolean isSignedByte(int band) {
    return types.get(band) == SampleType.INT8;
  }

  /** The masks that hold for every band but alpha ones; a sample is off where one is zero. */
  List<Band> sharedMasks() {
    List<Band> masks = new ArrayList<>();
    int flags = band(0).GetMaskFlags();
    if (isMaskProper(flags) && (flags & gdalconstConstants.GMF_PER_DATASET) != 0) {
      masks.add(band(0).GetMaskBand());
    }
    // GDAL itself heeds alpha only in rasters of 2 or 4 bands without nodata.
    for (int b = 0; b < bands.size(); b++) {
      if (bands.get(b).role() == BandInfo.Role.ALPHA) {
        masks.add(band(b));
      }
    }
    return masks;
  }

  /** Whether a band has a mask of its own. */
  boolean hasOwnMask(int band) {
    int flags = band(band).GetMaskFlags();
    return isMaskProper(flags) && (flags & gdalconstConstants.GMF_PER_DATASET) == 0;
  }

  /** Neither absent, nor alpha, nor a mere comparison with the band's nodata value. */
  private static boolean isMaskProper(int flags) {
    return (flags & (gdalconstConstants.GMF_ALL_VALID | gdalconstConstants.GMF_ALPHA)) == 0
        && flags != gdalconstConstants.GMF_NODATA;
  }

  private Band band(int index) {
    return dataset.GetRasterBand(index + 1);
  }

  private InvalidRasterException withoutBands() {
    Map<String, String> parts = items("SUBDATASETS");
    String first = parts.get("SUBDATASET_1_NAME");
    return new InvalidRasterException(
        first == null
            ? name + ": has no raster bands"
            : "%s: holds %d rasters; name one of them, for example %s"
                .formatted(name, parts.size() / 2, first));
  }

  private SampleType sampleType(Band band) throws InvalidRasterException {
    int type = band.GetRasterDataType();
    if (type == gdalconstConstants.GDT_Byte) {
      boolean signed = "SIGNEDBYTE".equals(band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE"));
      return signed ? SampleType.INT8 : SampleType.UINT8;
    }
    if (gdal.DataTypeIsComplex(type) != 0) {
      throw new InvalidRasterException(Unreadable.complex(name));
    }
    return switch (gdal.GetDataTypeName(type)) {
      case "UInt16" -> SampleType.UINT16;
      case "Int16" -> SampleType.INT16;
      case "UInt32" -> SampleType.UINT32;
      case "Int32" -> SampleType.INT32;
      case "Float32" -> SampleType.FLOAT32;
      case "Float64" -> SampleType.FLOAT64;
      default -> throw new InvalidRasterException(Unreadable.wideIntegers(name));
    };
  }

  /** The narrowest type that holds every band's samples. */
  private SampleType widest() {
    return Arrays.stream(SampleType.values())
        .filter(type -> types.stream().allMatch(band -> holds(type, band)))
        .findFirst()
        .orElse(SampleType.FLOAT64);
  }

  private static boolean holds(SampleType wide, SampleType narrow) {
    boolean exact =
        wide.isFloat() == narrow.isFloat() || wide.isFloat() && wide.bytes() > narrow.bytes();
    return exact && wide.min() <= narrow.min() && wide.max() >= narrow.max();
  }

  private BandInfo bandInfo(Band band, SampleType type) {
    String bits = band.GetMetadataItem("NBITS", "IMAGE_STRUCTURE");
    Double[] scale = new Double[1];
    Double[] offset = new Double[1];
    band.GetScale(scale);
    band.GetOffset(offset);
    return new BandInfo(
        band.GetDescription(),
        role(band.GetColorInterpretation()),
        nodata(band, type),
        bits == null ? type.bytes() * 8 : Integer.parseInt(bits),
        scale[0] == null ? 1 : scale[0],
        offset[0] == null ? 0 : offset[0],
        band.GetUnitType());
  }

  /**
   * As stored: for floats, 0.1 means the float nearest to it. A value that the type cannot hold
   * marks nothing.
   */
  private static OptionalDouble nodata(Band band, SampleType type) {
    Double[] declared = new Double[1];
    band.GetNoDataValue(declared);
    if (declared[0] == null) {
      return OptionalDouble.empty();
    }
    double value = type == SampleType.FLOAT32 ? declared[0].floatValue() : declared[0];
    boolean holds =
        type.isFloat() || value >= type.min() && value <= type.max() && value == Math.rint(value);
    return holds ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private static BandInfo.Role role(int interpretation) {
    return switch (gdal.GetColorInterpretationName(interpretation)) {
      case "Red" -> BandInfo.Role.RED;
      case "Green" -> BandInfo.Role.GREEN;
      case "Blue" -> BandInfo.Role.BLUE;
      case "Gray" -> BandInfo.Role.GRAY;
      case "Palette" -> BandInfo.Role.PALETTE;
      case "Alpha" -> BandInfo.Role.ALPHA;
      default -> BandInfo.Role.UNDEFINED;
    };
  }

  private Optional<ColorTable> colors() {
    org.gdal.gdal.ColorTable table = band(0).GetColorTable();
    if (table == null) {
      return Optional.empty();
    }
    SortedMap<Integer, Integer> colors = new TreeMap<>();
    for (int value = 0; value < table.GetCount(); value++) {
      Color color = table.GetColorEntry(value);
      colors.put(value, color.getRGB() & 0xFFFFFF);
    }
    return Optional.of(new ColorTable(colors));
  }

  private Map<String, String> metadata() {
    Map<String, String> metadata = new HashMap<>(items(""));
    RasterInfo.SENSOR_DOMAINS.forEach(domain -> items(domain).forEach(metadata::putIfAbsent));
    return metadata;
  }

  @SuppressWarnings("unchecked") // the generated method has a raw type
  private Map<String, String> items(String domain) {
    return (Hashtable<String, String>) dataset.GetMetadata_Dict(domain);
  }

  /** See {@link org.gramscape.geoio.raster.RasterSource#unnamedGrid}, where no CRS is found. */
  Optional<GeoTransform> grid() {
    double[] t = dataset.GetGeoTransform();
    try {
      return Arrays.equals(t, NO_TRANSFORM)
          ? Optional.empty()
          : Optional.of(new GeoTransform(t[0], t[1], t[2], t[3], t[4], t[5]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Georeference georeference() throws UnsupportedCrsException {
    double[] t = dataset.GetGeoTransform();
    if (Arrays.equals(t, NO_TRANSFORM)) {
      throw new UnsupportedCrsException(whyNoTransform());
    }
    SpatialReference reference = dataset.GetSpatialRef();
    if (reference == null) {
      throw new UnsupportedCrsException(Unreadable.noCrs(name));
    }
    try {
      Crs crs = GdalCrs.of(reference);
      GeoTransform transform = new GeoTransform(t[0], t[1], t[2], t[3], t[4], t[5]);
      boolean point = "Point".equals(dataset.GetMetadataItem("AREA_OR_POINT"));
      return new Georeference(
          crs, transform, point ? PixelInterpretation.POINT : PixelInterpretation.AREA);
    } catch (UnsupportedCrsException e) {
      throw new UnsupportedCrsException(
          e.getMessage()
              + "; if you know its CRS, assign it: gdal_translate -a_srs EPSG:CODE "
              + name
              + " OUT.tif",
          e);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedCrsException("its georeference is unusable: " + e.getMessage(), e);
    } finally {
      reference.delete();
    }
  }

  private String whyNoTransform() {
    if (dataset.GetGCPCount() > 0) {
      return Unreadable.controlPoints(name, dataset.GetGCPCount());
    }
    if (!items("RPC").isEmpty()) {
      return Unreadable.cameraModel(name);
    }
    if (!items("GEOLOCATION").isEmpty()) {
      return "it is placed by arrays of coordinates, not by a grid; warp it onto one:"
          + " gdalwarp -geoloc -t_srs EPSG:CODE "
          + name
          + " OUT.tif";
    }
    return Unreadable.noPlace(name);
  }
}
