package org.gramscape.geoio.vector.fgb;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.FeatureStream;
import org.gramscape.geoio.vector.LayerChoice;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.VectorSource;
import org.locationtech.jts.geom.Geometry;
import org.wololo.flatgeobuf.Constants;
import org.wololo.flatgeobuf.GeometryConversions;
import org.wololo.flatgeobuf.PackedRTree;
import org.wololo.flatgeobuf.generated.GeometryType;
import org.wololo.flatgeobuf.generated.Header;

/** Reads FlatGeobuf from the first feature to the last; those without geometry are left out. */
public final class FlatGeobufSource implements VectorSource {
  private final Path path;
  private final LayerSchema schema;
  private final int[] columnTypes;
  private final int geometryType;
  private final long featuresStart;

  /** 0 if the file does not say. */
  private final long featuresCount;

  private FlatGeobufSource(Path path, Optional<Crs> said) throws IOException {
    this.path = path;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      byte[] magic = in.readNBytes(Constants.MAGIC_BYTES.length);
      if (!Constants.isFlatgeobuf(ByteBuffer.wrap(Arrays.copyOf(magic, 8)))) {
        throw new InvalidVectorException(path + " is not a FlatGeobuf file of version 3");
      }
      ByteBuffer bytes = sized(in, Files.size(path));
      if (bytes == null) {
        throw new EOFException("it has no header");
      }
      int headerSize = bytes.remaining();
      Header header = Header.getRootAsHeader(bytes);
      this.schema = FlatGeobufHeader.schema(header, said);
      this.columnTypes =
          IntStream.range(0, header.columnsLength()).map(i -> header.columns(i).type()).toArray();
      this.geometryType = header.geometryType();
      this.featuresCount = header.featuresCount();
      long index =
          header.indexNodeSize() == 0 || featuresCount == 0
              ? 0
              : PackedRTree.calcSize(Math.toIntExact(featuresCount), header.indexNodeSize());
      this.featuresStart = magic.length + 4L + headerSize + index;
    } catch (EOFException | RuntimeException e) {
      throw broken(e);
    }
  }

  /**
   * @param layerOrNull the file's only layer, or null
   * @param said the layer's CRS, whatever the file says
   * @throws InvalidVectorException if the file is not FlatGeobuf
   * @throws org.gramscape.geoio.UnsupportedCrsException if it does not say a known CRS
   */
  public static VectorSource open(Path path, String layerOrNull, Optional<Crs> said)
      throws IOException {
    FlatGeobufSource source = new FlatGeobufSource(path, said);
    LayerChoice.of(path.toString(), List.of(source.schema.name()), layerOrNull);
    return source;
  }

  /** The next bytes that have their number before them; null at the end of the file. */
  private static ByteBuffer sized(InputStream in, long fileSize) throws IOException {
    byte[] prefix = in.readNBytes(4);
    if (prefix.length == 0) {
      return null;
    }
    int size =
        prefix.length < 4 ? -1 : ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (size < 4 || size > fileSize) {
      throw new EOFException("a part of " + size + " bytes in a file of " + fileSize);
    }
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("the file ends within a feature");
    }
    return ByteBuffer.wrap(bytes);
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public LayerSchema schema() {
    return schema;
  }

  @Override
  public Stream<Feature> features() throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(path));
    try {
      in.skipNBytes(featuresStart);
    } catch (EOFException e) {
      in.close();
      throw broken(e);
    }
    return FeatureStream.of(new Features(in, Files.size(path)));
  }

  @Override
  public void close() {
    // Each stream of features has a file handle of its own.
  }

  private InvalidVectorException broken(Exception e) {
    return new InvalidVectorException(path + " is a damaged FlatGeobuf file: " + e.getMessage(), e);
  }

  private final class Features implements FeatureStream.Reader {
    private final InputStream in;
    private final long fileSize;
    private long count;
    private final List<String> names = schema.fields().stream().map(Field::name).toList();

    Features(InputStream in, long fileSize) {
      this.in = in;
      this.fileSize = fileSize;
    }

    @Override
    public Feature next() throws IOException {
      try {
        ByteBuffer bytes;
        while ((bytes = sized(in, fileSize)) != null) {
          count++;
          var feature = org.wololo.flatgeobuf.generated.Feature.getRootAsFeature(bytes);
          if (feature.geometry() != null) {
            return feature(feature);
          }
        }
        if (count < featuresCount) {
          throw new EOFException(count + " features instead of " + featuresCount);
        }
        return null;
      } catch (EOFException | RuntimeException e) {
        throw broken(e);
      }
    }

    private Feature feature(org.wololo.flatgeobuf.generated.Feature feature) {
      int type = geometryType == GeometryType.Unknown ? feature.geometry().type() : geometryType;
      Geometry geometry = GeometryConversions.deserialize(feature.geometry(), type);
      ByteBuffer properties = feature.propertiesAsByteBuffer();
      Map<String, Object> attributes =
          FlatGeobufProperties.decode(
              properties == null ? ByteBuffer.allocate(0) : properties.slice(), names, columnTypes);
      return new Feature(geometry, attributes);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
