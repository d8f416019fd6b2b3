package org.gramscape.geoio.vector.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** A Parquet file read by the library's decoders, so far as tests need it. */
record ParquetFile(byte[] bytes, FileMetaData metadata) {

  static ParquetFile read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length - 8;
    int length = ByteBuffer.wrap(bytes, end, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return new ParquetFile(
        bytes, Util.readFileMetaData(new ByteArrayInputStream(bytes, end - length, length)));
  }

  List<Group> rows(MessageType schema) {
    List<Group> rows = new ArrayList<>();
    for (RowGroup group : metadata.getRow_groups()) {
      RecordReader<Group> reader =
          new ColumnIOFactory()
              .getColumnIO(schema)
              .getRecordReader(new Pages(schema, group), new GroupRecordConverter(schema));
      for (long row = 0; row < group.getNum_rows(); row++) {
        rows.add(reader.read());
      }
    }
    return rows;
  }

  private final class Pages implements PageReadStore {
    private final MessageType schema;
    private final RowGroup group;

    Pages(MessageType schema, RowGroup group) {
      this.schema = schema;
      this.group = group;
    }

    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
      try {
        return pages(
            column, group.getColumns().get(schema.getColumns().indexOf(column)).getMeta_data());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public long getRowCount() {
      return group.getNum_rows();
    }
  }

  private PageReader pages(ColumnDescriptor column, ColumnMetaData written) throws IOException {
    ByteArrayInputStream from =
        new ByteArrayInputStream(
            bytes, (int) written.getData_page_offset(), (int) written.getTotal_compressed_size());
    Queue<DataPage> pages = new ArrayDeque<>();
    while (from.available() > 0) {
      PageHeader header = Util.readPageHeader(from);
      byte[] page =
          Zstd.decompress(
              from.readNBytes(header.getCompressed_page_size()),
              header.getUncompressed_page_size());
      DataPageHeader data = header.getData_page_header();
      pages.add(
          new DataPageV1(
              BytesInput.from(page),
              data.getNum_values(),
              page.length,
              Statistics.createStats(column.getPrimitiveType()),
              Encoding.valueOf(data.getRepetition_level_encoding().name()),
              Encoding.valueOf(data.getDefinition_level_encoding().name()),
              Encoding.valueOf(data.getEncoding().name())));
    }
    return new PageReader() {
      @Override
      public DictionaryPage readDictionaryPage() {
        return null;
      }

      @Override
      public long getTotalValueCount() {
        return written.getNum_values();
      }

      @Override
      public DataPage readPage() {
        return pages.poll();
      }
    };
  }
}
