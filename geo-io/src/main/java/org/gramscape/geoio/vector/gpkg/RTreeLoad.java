package org.gramscape.geoio.vector.gpkg;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/**
 * Fills an empty R-tree of SQLite with all boxes at once, packed by sort-tile-recursive
 * (Leutenegger, Lopez and Edgington 1997), which is many times as fast as inserting one after the
 * other, and gives full nodes.
 *
 * <p>It writes the three tables in which the index lies (sqlite.org/rtree.html, "Implementation
 * Details"): the nodes, the parent of each, and the leaf of each row. A node is its depth, if it is
 * the root, and the number of its cells, 16 bits each; then the cells: the row or the node, 64
 * bits, and the box, four floats.
 */
final class RTreeLoad {
  private static final long ROOT = 1;
  private static final int HEADER_BYTES = 4;
  private static final int CELL_BYTES = 24;
  private static final int ROWS_A_BATCH = 10_000;

  private final String index;
  private final Connection connection;
  private final int nodeBytes;
  private final int cells;
  private long lastNode = ROOT;

  private RTreeLoad(Connection connection, String index) throws SQLException {
    this.connection = connection;
    this.index = index;
    try (Statement statement = connection.createStatement();
        ResultSet empty =
            statement.executeQuery("SELECT length(data) FROM " + table("node") + " LIMIT 1")) {
      this.nodeBytes = empty.getInt(1);
    }
    this.cells = (nodeBytes - HEADER_BYTES) / CELL_BYTES;
  }

  /**
   * @param index the R-tree's table
   * @param boxes of the rows 1, 2, 3 ... in order; those of empty geometries are not to be found
   */
  static void load(Connection connection, String index, Boxes boxes) throws SQLException {
    RTreeLoad load = new RTreeLoad(connection, index);
    long[] rows = new long[boxes.count()];
    Arrays.setAll(rows, i -> i + 1);
    load.write(boxes, rows, 0);
  }

  private String table(String part) {
    return GeoPackageSink.quoted(index + "_" + part);
  }

  /** Writes the nodes that hold the boxes, and those above them. */
  private void write(Boxes boxes, long[] ids, int depth) throws SQLException {
    int[] order = packed(boxes);
    boolean isRoot = order.length <= cells;
    Boxes nodes = new Boxes();
    long[] parents = new long[ids.length];
    long firstNode = lastNode + 1;
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR REPLACE INTO " + table("node") + " VALUES (?, ?)")) {
      for (int start = 0; start < order.length || start == 0; start += cells) {
        int end = Math.min(start + cells, order.length);
        long node = isRoot ? ROOT : ++lastNode;
        for (int i = start; i < end; i++) {
          parents[order[i]] = node;
        }
        insert.setLong(1, node);
        insert.setBytes(2, node(boxes, ids, order, start, end, isRoot ? depth : 0));
        insert.executeUpdate();
        addUnion(boxes, order, start, end, nodes);
      }
    }
    writeParents(depth == 0 ? "rowid" : "parent", ids, parents);
    if (!isRoot) {
      long[] numbers = new long[nodes.count()];
      Arrays.setAll(numbers, i -> firstNode + i);
      write(nodes, numbers, depth + 1);
    }
  }

  /** The boxes in slices from west to east, each from south to north; without empty ones. */
  private int[] packed(Boxes boxes) {
    long[] keys = new long[boxes.count()];
    int count = 0;
    for (int i = 0; i < keys.length; i++) {
      if (boxes.minX(i) <= boxes.maxX(i)) {
        keys[count++] = key(boxes.minX(i) + boxes.maxX(i), i);
      }
    }
    Arrays.parallelSort(keys, 0, count);
    int nodes = (count + cells - 1) / cells;
    int slice = Math.max(1, (int) Math.ceil(Math.sqrt(nodes))) * cells;
    for (int start = 0; start < count; start += slice) {
      int end = Math.min(start + slice, count);
      for (int i = start; i < end; i++) {
        int box = (int) keys[i];
        keys[i] = key(boxes.minY(box) + boxes.maxY(box), box);
      }
      Arrays.sort(keys, start, end);
    }
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  /** Orders by a float, then by the number. */
  private static long key(float value, int number) {
    int bits = Float.floatToIntBits(value + 0f);
    int ordered = bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
    return (long) ordered << 32 | number;
  }

  private byte[] node(Boxes boxes, long[] ids, int[] order, int start, int end, int depth) {
    ByteBuffer node = ByteBuffer.allocate(nodeBytes);
    node.putShort((short) depth).putShort((short) (end - start));
    for (int i = start; i < end; i++) {
      int box = order[i];
      node.putLong(ids[box]);
      node.putFloat(boxes.minX(box)).putFloat(boxes.maxX(box));
      node.putFloat(boxes.minY(box)).putFloat(boxes.maxY(box));
    }
    return node.array();
  }

  private static void addUnion(Boxes boxes, int[] order, int start, int end, Boxes nodes) {
    float minX = Float.POSITIVE_INFINITY;
    float maxX = Float.NEGATIVE_INFINITY;
    float minY = Float.POSITIVE_INFINITY;
    float maxY = Float.NEGATIVE_INFINITY;
    for (int i = start; i < end; i++) {
      minX = Math.min(minX, boxes.minX(order[i]));
      maxX = Math.max(maxX, boxes.maxX(order[i]));
      minY = Math.min(minY, boxes.minY(order[i]));
      maxY = Math.max(maxY, boxes.maxY(order[i]));
    }
    nodes.add(minX, maxX, minY, maxY);
  }

  private void writeParents(String part, long[] ids, long[] parents) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + table(part) + " VALUES (?, ?)")) {
      for (int i = 0; i < ids.length; i++) {
        if (parents[i] != 0) {
          insert.setLong(1, ids[i]);
          insert.setLong(2, parents[i]);
          insert.addBatch();
        }
        if (i % ROWS_A_BATCH == ROWS_A_BATCH - 1) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
  }
}
