package org.gramscape.geoio.vector.parquet;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.gramscape.geoio.PendingFile;
import org.gramscape.geoio.vector.AttributeValues;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.VectorSink;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.io.WKBWriter;

/**
 * Writes GeoParquet 1.1: geometries as WKB, longitude or easting first, with the box of each beside
 * it, so that readers can leave out what is elsewhere; the CRS as PROJJSON. Pages are compressed by
 * Zstandard.
 */
public final class GeoParquetSink implements VectorSink {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int MOST_ROWS_A_GROUP = 100_000;
  private static final long MOST_BYTES_A_GROUP = 64 << 20;

  private final PendingFile pending;
  private final LayerSchema schema;
  private final ParquetSchema columns;
  private final String crs;
  private final OutputStream file;
  private final List<RowGroup> groups = new ArrayList<>();
  private final Envelope extent = new Envelope();
  private final Set<String> geometryTypes = new TreeSet<>();
  private long position;
  private long written;
  private long groupRows;
  private ColumnPages pages;
  private ColumnWriteStore store;
  private RecordConsumer row;

  private GeoParquetSink(PendingFile pending, LayerSchema schema, String crs) throws IOException {
    this.pending = pending;
    this.schema = schema;
    this.columns = new ParquetSchema(schema);
    this.crs = crs;
    this.file = new BufferedOutputStream(Files.newOutputStream(pending.path()));
    put(MAGIC);
    startGroup();
  }

  /**
   * @throws org.gramscape.geoio.OutputExistsException if {@code output} exists and {@code
   *     overwrite} is false
   * @throws org.gramscape.geoio.UnsupportedCrsException if the CRS can't be said in PROJJSON
   */
  public static VectorSink create(Path output, LayerSchema schema, boolean overwrite)
      throws IOException {
    String crs = ProjJson.of(schema.crs());
    PendingFile pending = PendingFile.beside(output, overwrite);
    try {
      return new GeoParquetSink(pending, schema, crs);
    } catch (IOException | RuntimeException e) {
      pending.close();
      throw e;
    }
  }

  private void put(byte[] bytes) throws IOException {
    file.write(bytes);
    position += bytes.length;
  }

  private void startGroup() {
    pages = new ColumnPages();
    ParquetProperties properties =
        ParquetProperties.builder().withDictionaryEncoding(false).build();
    store = properties.newColumnWriteStore(columns.message(), pages);
    MessageColumnIO io = new ColumnIOFactory().getColumnIO(columns.message());
    row = io.getRecordWriter(store);
    groupRows = 0;
  }

  @Override
  public void write(Feature feature) throws IOException {
    AttributeValues.check(feature, schema);
    Envelope box = feature.geometry().getEnvelopeInternal();
    extent.expandToInclude(box);
    geometryTypes.add(feature.geometry().getGeometryType());
    row.startMessage();
    add(ParquetSchema.GEOMETRY, 0, new WKBWriter().write(feature.geometry()));
    addBox(box);
    for (int i = 0; i < schema.fields().size(); i++) {
      Field field = schema.fields().get(i);
      add(field.name(), i + 2, feature.attributes().get(field.name()));
    }
    row.endMessage();
    groupRows++;
    if (groupRows == MOST_ROWS_A_GROUP || store.getBufferedSize() > MOST_BYTES_A_GROUP) {
      endGroup();
      startGroup();
    }
  }

  private void addBox(Envelope box) {
    if (box.isNull()) {
      return;
    }
    double[] sides = {box.getMinX(), box.getMinY(), box.getMaxX(), box.getMaxY()};
    row.startField(ParquetSchema.BOX, 1);
    row.startGroup();
    for (int i = 0; i < sides.length; i++) {
      add(ParquetSchema.BOX_SIDES.get(i), i, sides[i]);
    }
    row.endGroup();
    row.endField(ParquetSchema.BOX, 1);
  }

  private void add(String name, int place, Object value) {
    if (value == null) {
      return;
    }
    row.startField(name, place);
    if (value instanceof byte[] bytes) {
      row.addBinary(Binary.fromConstantByteArray(bytes));
    } else if (value instanceof String text) {
      row.addBinary(Binary.fromString(text));
    } else if (value instanceof Long number) {
      row.addLong(number);
    } else if (value instanceof Double number) {
      row.addDouble(number);
    } else {
      row.addBoolean((Boolean) value);
    }
    row.endField(name, place);
  }

  private void endGroup() throws IOException {
    row.flush();
    store.flush();
    store.close();
    long start = position;
    List<ColumnChunk> chunks = new ArrayList<>();
    long uncompressed = 0;
    for (ColumnDescriptor column : columns.message().getColumns()) {
      ColumnPages.Column done = pages.getPageWriter(column);
      chunks.add(done.chunk(position));
      uncompressed += done.uncompressedBytes();
      put(done.bytes());
    }
    if (groupRows > 0) {
      groups.add(
          new RowGroup(chunks, uncompressed, groupRows)
              .setFile_offset(start)
              .setTotal_compressed_size(position - start));
      written += groupRows;
    }
  }

  @Override
  public void commit() throws IOException {
    endGroup();
    FileMetaData metadata = new FileMetaData(VERSION, columns.elements(), written, groups);
    metadata.addToKey_value_metadata(
        new KeyValue("geo").setValue(GeoMetadata.of(crs, geometryTypes, extent)));
    metadata.setCreated_by("Gramscape");
    ColumnOrder order = ColumnOrder.TYPE_ORDER(new TypeDefinedOrder());
    metadata.setColumn_orders(Collections.nCopies(columns.message().getColumns().size(), order));
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(metadata, footer);
    put(footer.toByteArray());
    put(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.size()).array());
    put(MAGIC);
    file.close();
    pending.commit();
  }

  @Override
  public void close() throws IOException {
    try (pending) {
      file.close();
    }
  }
}
