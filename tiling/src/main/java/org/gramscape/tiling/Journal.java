package org.gramscape.tiling;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The predictions of a run, kept beside its output so that an interrupted run can go on.
 *
 * <p>Guarantees:
 *
 * <ul>
 *   <li>a prediction comes back bit by bit as it was, so a resumed run's output is the same;
 *   <li>a record that was cut short or damaged is noticed by its checksum, and it and what follows
 *       are predicted again;
 *   <li>a journal of another run is refused;
 *   <li>it tells whether a run that was killed had begun to put its outputs in their places, so
 *       that going on may replace them;
 *   <li>no more than {@link #SYNC_SECONDS} seconds of work are lost when the machine stops, and
 *       only the tiles in hand when the process is killed.
 * </ul>
 *
 * <p>Layout, big-endian: {@code GRAMJNL2}, the fingerprint as a block, then one block a tile, then
 * a block that holds -1 when the outputs are about to be put in their places. A block is its length
 * (4 bytes), the content and the content's CRC-32 (4 bytes).
 */
public final class Journal implements AutoCloseable {

  /** Records reach the disk at least this often. */
  public static final int SYNC_SECONDS = 10;

  private static final byte[] MAGIC = "GRAMJNL2".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] PLACING =
      block(ByteBuffer.allocate(Integer.BYTES).putInt(-1).array());

  private final Path path;
  private final RandomAccessFile file;
  private final Map<Integer, Long> blocks = new HashMap<>();
  private long end;
  private long lastSync = System.nanoTime();

  private Journal(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /** Where the journal of an output lies: {@code OUT.journal}. */
  public static Path beside(Path output) {
    return output.resolveSibling(output.getFileName() + ".journal");
  }

  /**
   * Opens a journal to go on with a run, or to start one.
   *
   * @param resume whether to take predictions from an existing journal; otherwise it is started
   *     anew
   * @throws JournalMismatchException if the file is no journal, or on resuming that of another run;
   *     it is left as it is
   * @throws IOException if the file cannot be used, or another process uses it
   */
  public static Journal open(Path path, Fingerprint run, boolean resume) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      Journal journal = new Journal(path, file);
      journal.lock();
      if (!journal.load(run, resume)) {
        journal.start(run);
      }
      return journal;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The number of tiles whose prediction is known. */
  public synchronized int size() {
    return blocks.size();
  }

  /** Bytes that the journal of a run takes at most, give or take a few for each tile. */
  public static long estimate(TilePlan plan, int channels) {
    long values = (long) channels * plan.tileWidth() * plan.tileHeight();
    return plan.grid().count() * values * Float.BYTES;
  }

  /** A predictor that knows what is in the journal, and writes down what is not. */
  public TilePredictor recording(TilePredictor predictor) {
    return new RecordingPredictor(predictor, this);
  }

  /** The prediction of tile {@code index}, if it is known. */
  synchronized Optional<Prediction> find(int index) throws IOException {
    Long position = blocks.get(index);
    if (position == null) {
      return Optional.empty();
    }
    file.seek(position);
    byte[] content = new byte[file.readInt()];
    file.readFully(content);
    return Optional.of(PredictionRecord.decode(content).prediction());
  }

  /** Writes down a prediction; may be called by several threads. */
  void append(int index, Prediction prediction) throws IOException {
    byte[] block = block(new PredictionRecord(index, prediction).encode());
    boolean due;
    synchronized (this) {
      file.seek(end);
      file.write(block);
      blocks.put(index, end);
      end += block.length;
      due = System.nanoTime() - lastSync > SYNC_SECONDS * 1_000_000_000L;
      if (due) {
        lastSync = System.nanoTime();
      }
    }
    if (due) {
      file.getFD().sync(); // outside, so that the others go on
    }
  }

  /** Notes that the outputs are about to be put in their places. */
  public synchronized void beginPlacing() throws IOException {
    file.seek(end);
    file.write(PLACING);
    end += PLACING.length;
    sync();
  }

  /**
   * Whether the run whose map is {@code output} was killed while it put outputs in their places.
   */
  public static boolean wasPlacing(Path output) throws IOException {
    Path path = beside(output);
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] last = new byte[PLACING.length];
      file.seek(Math.max(0, file.length() - last.length));
      return file.read(last) == last.length && Arrays.equals(last, PLACING);
    }
  }

  /** Closes and deletes the journal of a run whose output is in its place. */
  public void delete() throws IOException {
    file.close();
    Files.deleteIfExists(path);
  }

  /** Deletes the journal that was kept beside an output. */
  public static void discard(Path output) throws IOException {
    Files.deleteIfExists(beside(output));
  }

  /** Keeps the journal for a later run. */
  @Override
  public synchronized void close() throws IOException {
    if (file.getChannel().isOpen()) {
      sync();
      file.close();
    }
  }

  private void sync() throws IOException {
    file.getFD().sync();
    lastSync = System.nanoTime();
  }

  private void lock() throws IOException {
    try {
      if (file.getChannel().tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // held by this very process
    }
    throw new IOException(path + " is in use by another run; wait for it or write elsewhere");
  }

  private void start(Fingerprint run) throws IOException {
    blocks.clear();
    file.setLength(0);
    file.seek(0);
    file.write(MAGIC);
    file.write(block(encode(run)));
    end = file.getFilePointer();
    sync();
  }

  /**
   * Finds the whole blocks and cuts off the rest.
   *
   * @return false if the journal is to be started anew
   */
  private boolean load(Fingerprint run, boolean resume) throws IOException {
    file.seek(0);
    DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(Channels.newInputStream(file.getChannel()), 1 << 16));
    byte[] magic = in.readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, Arrays.copyOf(MAGIC, magic.length))) {
      throw new JournalMismatchException(
          path + " is not a journal of this program; move it away or write elsewhere");
    }
    Optional<byte[]> header = readBlock(in, file.length() - MAGIC.length);
    if (!resume || header.isEmpty()) {
      return false;
    }
    String differences = run.differences(decodeFingerprint(header.get()));
    if (!differences.isEmpty()) {
      throw new JournalMismatchException(
          "%s is of another run: %s; start anew without --resume, or resume as before"
              .formatted(path, differences));
    }
    end = MAGIC.length + blockLength(header.get());
    Optional<byte[]> content = readBlock(in, file.length() - end);
    while (content.isPresent()) {
      int tile = PredictionRecord.index(content.get());
      if (tile >= 0) {
        blocks.put(tile, end);
      }
      end += blockLength(content.get());
      content = readBlock(in, file.length() - end);
    }
    file.setLength(end);
    return true;
  }

  private static byte[] block(byte[] content) {
    return ByteBuffer.allocate((int) blockLength(content))
        .putInt(content.length)
        .put(content)
        .putInt(checksum(content))
        .array();
  }

  private static long blockLength(byte[] content) {
    return Math.addExact(content.length, 2 * Integer.BYTES);
  }

  /** The next block's content; nothing if it is not whole. */
  private static Optional<byte[]> readBlock(DataInputStream in, long available) throws IOException {
    try {
      int length = in.readInt();
      if (length <= 0 || length > available) {
        return Optional.empty();
      }
      byte[] content = new byte[length];
      in.readFully(content);
      return in.readInt() == checksum(content) ? Optional.of(content) : Optional.empty();
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  private static int checksum(byte[] content) {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    return (int) checksum.getValue();
  }

  private static byte[] encode(Fingerprint run) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(run.parts().size());
    for (Map.Entry<String, String> part : run.parts().entrySet()) {
      out.writeUTF(part.getKey());
      out.writeUTF(part.getValue());
    }
    return bytes.toByteArray();
  }

  private static Fingerprint decodeFingerprint(byte[] content) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    Map<String, String> parts = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      parts.put(in.readUTF(), in.readUTF());
    }
    return new Fingerprint(parts);
  }
}
