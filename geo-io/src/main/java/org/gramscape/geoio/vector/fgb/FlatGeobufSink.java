package org.gramscape.geoio.vector.fgb;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.geoio.PendingFile;
import org.gramscape.geoio.vector.AttributeValues;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.VectorSink;
import org.locationtech.jts.geom.Envelope;
import org.wololo.flatgeobuf.Constants;
import org.wololo.flatgeobuf.GeometryConversions;
import org.wololo.flatgeobuf.NodeItem;
import org.wololo.flatgeobuf.PackedRTree;
import org.wololo.flatgeobuf.PackedRTree.FeatureItem;

/**
 * Writes FlatGeobuf. The format wants its index before the features, and these in Hilbert order, so
 * they wait in a file beside the output until all are known.
 */
public final class FlatGeobufSink implements VectorSink {
  private static final int NODE_SIZE = 16;

  private final PendingFile pending;
  private final PendingFile waiting;
  private final LayerSchema schema;
  private final OutputStream features;
  private final List<FeatureItem> items = new ArrayList<>();
  private final Envelope extent = new Envelope();
  private long written;

  private FlatGeobufSink(PendingFile pending, PendingFile waiting, LayerSchema schema)
      throws IOException {
    this.pending = pending;
    this.waiting = waiting;
    this.schema = schema;
    this.features = new BufferedOutputStream(Files.newOutputStream(waiting.path()));
  }

  /**
   * @throws org.gramscape.geoio.OutputExistsException if {@code output} exists and {@code
   *     overwrite} is false
   */
  public static VectorSink create(Path output, LayerSchema schema, boolean overwrite)
      throws IOException {
    return new FlatGeobufSink(
        PendingFile.beside(output, overwrite), PendingFile.beside(output, overwrite), schema);
  }

  @Override
  public void write(Feature feature) throws IOException {
    AttributeValues.check(feature, schema);
    if (feature.geometry().isEmpty()) {
      throw new IllegalArgumentException("FlatGeobuf's index has no place for an empty geometry");
    }
    FlatBufferBuilder builder = new FlatBufferBuilder(1024);
    int type = FlatGeobufHeader.geometryType(feature.geometry().getGeometryType());
    int geometry = GeometryConversions.serialize(builder, feature.geometry(), (byte) type);
    int properties =
        org.wololo.flatgeobuf.generated.Feature.createPropertiesVector(
            builder, FlatGeobufProperties.encode(feature, schema));
    int root =
        org.wololo.flatgeobuf.generated.Feature.createFeature(builder, geometry, properties, 0);
    builder.finishSizePrefixed(root);
    ByteBuffer bytes = builder.dataBuffer();
    Envelope box = feature.geometry().getEnvelopeInternal();
    FeatureItem item = new FeatureItem();
    item.nodeItem =
        new NodeItem(box.getMinX(), box.getMinY(), box.getMaxX(), box.getMaxY(), written);
    item.offset = written;
    item.size = bytes.remaining();
    items.add(item);
    extent.expandToInclude(box);
    features.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    written += item.size;
  }

  @Override
  public void commit() throws IOException {
    features.close();
    try (FileChannel from = FileChannel.open(waiting.path());
        FileChannel to =
            FileChannel.open(
                pending.path(), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      OutputStream start = Channels.newOutputStream(to);
      start.write(Constants.MAGIC_BYTES);
      start.write(FlatGeobufHeader.encode(schema, extent, items.size(), NODE_SIZE));
      if (!items.isEmpty()) {
        writeIndex(start);
      }
      for (FeatureItem item : items) {
        copy(from, item.nodeItem.offset, item.size, to);
      }
    }
    pending.commit();
  }

  /** Sorts the items; the index counts offsets in the new order. */
  private void writeIndex(OutputStream out) throws IOException {
    NodeItem all = PackedRTree.calcExtent(items);
    PackedRTree.hilbertSort(items, all);
    List<FeatureItem> placed = new ArrayList<>(items.size());
    long offset = 0;
    for (FeatureItem item : items) {
      FeatureItem there = new FeatureItem();
      NodeItem box = item.nodeItem;
      there.nodeItem = new NodeItem(box.minX, box.minY, box.maxX, box.maxY, offset);
      there.offset = offset;
      there.size = item.size;
      placed.add(there);
      offset += item.size;
    }
    new PackedRTree(placed, (short) NODE_SIZE).write(out);
  }

  private static void copy(FileChannel from, long offset, long size, FileChannel to)
      throws IOException {
    long done = 0;
    while (done < size) {
      done += from.transferTo(offset + done, size - done, to);
    }
  }

  @Override
  public void close() throws IOException {
    try (waiting;
        pending) {
      features.close();
    }
  }
}
