package org.gramscape.geoio.vector.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The pages of a row group, column by column, as they go into the file. */
final class ColumnPages implements PageWriteStore {
  private final Map<ColumnDescriptor, Column> columns = new HashMap<>();

  @Override
  public Column getPageWriter(ColumnDescriptor column) {
    return columns.computeIfAbsent(column, Column::new);
  }

  /** The pages of one column. */
  static final class Column implements PageWriter {
    private final ColumnDescriptor descriptor;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Statistics<?> statistics;
    private long values;
    private long uncompressed;

    Column(ColumnDescriptor descriptor) {
      this.descriptor = descriptor;
    }

    @Override
    public void writePage(
        BytesInput page,
        int valueCount,
        Statistics<?> ofPage,
        Encoding repetition,
        Encoding definition,
        Encoding encoding)
        throws IOException {
      byte[] plain = page.toByteArray();
      byte[] compressed = Zstd.compress(plain);
      PageHeader header = new PageHeader(PageType.DATA_PAGE, plain.length, compressed.length);
      header.setData_page_header(
          new DataPageHeader(valueCount, format(encoding), format(definition), format(repetition)));
      int before = bytes.size();
      Util.writePageHeader(header, bytes);
      uncompressed += bytes.size() - before + plain.length;
      bytes.write(compressed);
      values += valueCount;
      if (statistics == null) {
        statistics = ofPage.copy();
      } else {
        statistics.mergeStatistics(ofPage);
      }
    }

    @Override
    public void writePage(
        BytesInput page,
        int valueCount,
        int rowCount,
        Statistics<?> ofPage,
        Encoding repetition,
        Encoding definition,
        Encoding encoding)
        throws IOException {
      writePage(page, valueCount, ofPage, repetition, definition, encoding);
    }

    @Override
    public void writePage(
        BytesInput page,
        int valueCount,
        int rowCount,
        Statistics<?> ofPage,
        SizeStatistics sizes,
        GeospatialStatistics places,
        Encoding repetition,
        Encoding definition,
        Encoding encoding)
        throws IOException {
      writePage(page, valueCount, ofPage, repetition, definition, encoding);
    }

    private static org.apache.parquet.format.Encoding format(Encoding encoding) {
      return org.apache.parquet.format.Encoding.valueOf(encoding.name());
    }

    /** The column's entry in the footer, if its pages start there in the file. */
    ColumnChunk chunk(long position) {
      PrimitiveTypeName type = descriptor.getPrimitiveType().getPrimitiveTypeName();
      ColumnMetaData metadata =
          new ColumnMetaData(
              type == PrimitiveTypeName.BINARY ? Type.BYTE_ARRAY : Type.valueOf(type.name()),
              List.of(
                  org.apache.parquet.format.Encoding.PLAIN, org.apache.parquet.format.Encoding.RLE),
              new ArrayList<>(List.of(descriptor.getPath())),
              CompressionCodec.ZSTD,
              values,
              uncompressed,
              bytes.size(),
              position);
      // The least and the greatest WKB or text help nobody.
      if (statistics != null && statistics.hasNonNullValue() && type != PrimitiveTypeName.BINARY) {
        metadata.setStatistics(
            new org.apache.parquet.format.Statistics()
                .setMin_value(statistics.getMinBytes())
                .setMax_value(statistics.getMaxBytes())
                .setNull_count(statistics.getNumNulls()));
      }
      return new ColumnChunk(position).setMeta_data(metadata);
    }

    long uncompressedBytes() {
      return uncompressed;
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    @Override
    public void writePageV2(
        int rowCount,
        int nullCount,
        int valueCount,
        BytesInput repetition,
        BytesInput definition,
        Encoding encoding,
        BytesInput data,
        Statistics<?> ofPage) {
      throw new UnsupportedOperationException("pages are of version 1");
    }

    @Override
    public void writeDictionaryPage(DictionaryPage page) {
      throw new UnsupportedOperationException("columns have no dictionary");
    }

    @Override
    public long getMemSize() {
      return bytes.size();
    }

    @Override
    public long allocatedSize() {
      return bytes.size();
    }

    @Override
    public String memUsageString(String prefix) {
      return prefix + " " + bytes.size() + " bytes";
    }
  }
}
