package org.gramscape.model.weights;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.gramscape.model.weights.TorchPickle.TensorReference;

/**
 * PyTorch's {@code .pth}, open for reading: a zip archive with a pickle that describes tensors, and
 * an entry for each of their storages, uncompressed, which are mapped where they lie.
 *
 * <p>The pickle is read by {@link TorchPickle}, which can describe tensors and nothing else. The
 * tensors may be in one of the places where checkpoints have them: at the top, or under {@code
 * teacher} (as DINOv3's own training writes it), {@code model_ema}, {@code model} or {@code
 * state_dict}; the first of these that there is.
 */
public final class TorchFile implements WeightsFile {
  private static final List<String> CONTAINERS =
      List.of("teacher", "model_ema", "model", "state_dict");

  /** A hundred times what the largest network needs. */
  private static final int MAX_PICKLE = 8_000_000;

  private static final int ZIP = 0x04034b50;
  private static final int PICKLE = 0x80;

  private final Path path;
  private final FileChannel channel;
  private final Map<String, StoredTensor> tensors;
  private final String place;

  private TorchFile(
      Path path, FileChannel channel, Map<String, StoredTensor> tensors, String place) {
    this.path = path;
    this.channel = channel;
    this.tensors = tensors;
    this.place = place;
  }

  /** Whether a file that starts so is PyTorch's, of today or of long ago. */
  static boolean recognises(byte[] start) {
    return isZip(start) || (start[0] & 0xff) == PICKLE && start[1] > 0 && start[1] < 6;
  }

  private static boolean isZip(byte[] start) {
    return (start[0] | start[1] << 8 | start[2] << 16 | start[3] << 24) == ZIP;
  }

  /**
   * Opens a file and reads what its pickle says of tensors.
   *
   * @throws WeightsFormatException if it is broken, of a PyTorch before 1.6, or its pickle has
   *     anything but tensors in dictionaries, lists, numbers and texts
   */
  public static TorchFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path);
    try (ZipFile zip = zip(path, channel)) {
      return new Archive(path, channel, zip).read();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static ZipFile zip(Path path, FileChannel channel) throws IOException {
    byte[] start = new byte[Integer.BYTES];
    channel.read(ByteBuffer.wrap(start), 0);
    if (!isZip(start)) {
      throw new WeightsFormatException(
          "%s is a bare pickle, as PyTorch before 1.6 wrote. Convert it by python -c \"import torch; torch.save(torch.load('old.pth', map_location='cpu', weights_only=True), 'new.pth')\"."
              .formatted(path));
    }
    try {
      return ZipFile.builder().setPath(path).get();
    } catch (IOException | RuntimeException e) {
      throw new WeightsFormatException(
          "%s is no sound zip archive (%s). Download it again.".formatted(path, e.getMessage()), e);
    }
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public String format() {
    return "PyTorch" + (place.isEmpty() ? "" : ", its '" + place + "'");
  }

  @Override
  public Map<String, StoredTensor> tensors() {
    return tensors;
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Reads an archive, believing nothing. */
  private static final class Archive {
    private final Path path;
    private final FileChannel channel;
    private final ZipFile zip;
    private final long size;

    Archive(Path path, FileChannel channel, ZipFile zip) throws IOException {
      this.path = path;
      this.channel = channel;
      this.zip = zip;
      size = channel.size();
    }

    TorchFile read() throws IOException {
      String folder = folder();
      String order = folder + "byteorder";
      if (zip.getEntry(order) != null
          && !new String(bytes(stored(order)), StandardCharsets.US_ASCII).equals("little")) {
        throw broken("its values are big-endian; save it again on a little-endian machine");
      }
      Object root;
      try {
        root = new TorchPickle(bytes(stored(folder + "data.pkl"))).read();
      } catch (TorchPickle.RefusedException e) {
        throw broken(e.getMessage());
      }
      String place = place(root);
      Map<?, ?> dictionary = (Map<?, ?>) (place.isEmpty() ? root : ((Map<?, ?>) root).get(place));
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : dictionary.entrySet()) {
        if (entry.getKey() instanceof String name
            && entry.getValue() instanceof TensorReference tensor) {
          tensors.put(name, tensor(name, tensor, folder));
        }
      }
      return new TorchFile(path, channel, Collections.unmodifiableMap(tensors), place);
    }

    private String folder() throws IOException {
      String found = null;
      Iterator<ZipArchiveEntry> entries = zip.getEntries().asIterator();
      while (entries.hasNext()) {
        String name = entries.next().getName();
        if (name.endsWith("/data.pkl") && name.indexOf('/') == name.lastIndexOf('/')) {
          if (found != null) {
            throw broken("it has two data.pkl");
          }
          found = name.substring(0, name.length() - "data.pkl".length());
        }
      }
      if (found == null) {
        throw broken("it is a zip archive without PyTorch's data.pkl");
      }
      return found;
    }

    /** Where the tensors are: empty for the top. */
    private String place(Object root) throws IOException {
      if (!(root instanceof Map<?, ?> top)) {
        throw broken("its pickle has no dictionary");
      }
      if (hasTensors(top)) {
        return "";
      }
      for (String container : CONTAINERS) {
        if (top.get(container) instanceof Map<?, ?> inner && hasTensors(inner)) {
          return container;
        }
      }
      throw broken(
          "it has tensors neither at the top nor under %s; its keys begin %s"
              .formatted(
                  String.join(", ", CONTAINERS),
                  top.keySet().stream().limit(3).map(String::valueOf).toList()));
    }

    private static boolean hasTensors(Map<?, ?> dictionary) {
      return dictionary.values().stream().anyMatch(TensorReference.class::isInstance);
    }

    private StoredTensor tensor(String name, TensorReference reference, String folder)
        throws IOException {
      TorchPickle.StorageReference storage = reference.storage();
      ZipArchiveEntry entry = stored(folder + "data/" + storage.key());
      long available = entry.getSize() / storage.type().bytes();
      if (!reference.liesWithin(Math.min(available, storage.count()))) {
        throw broken(
            "tensor %s claims the shape %s of a storage of %d values, which has %d"
                .formatted(name, new Shape(reference.shape()), storage.count(), available));
      }
      long at = entry.getDataOffset() + reference.offset() * storage.type().bytes();
      if (reference.isContiguous()) {
        return new FileTensor(storage.type(), new Shape(reference.shape()), channel, at);
      }
      FileTensor whole = new FileTensor(storage.type(), new Shape(reference.span()), channel, at);
      return new StridedTensor(whole, new Shape(reference.shape()), reference.strides());
    }

    /** An entry that lies in the file as it is. */
    private ZipArchiveEntry stored(String name) throws IOException {
      ZipArchiveEntry entry = zip.getEntry(name);
      if (entry == null) {
        throw broken("it lacks the entry " + name);
      }
      Iterator<ZipArchiveEntry> same = zip.getEntries(name).iterator();
      same.next();
      if (same.hasNext()) {
        throw broken("it has the entry " + name + " more than once");
      }
      if (entry.getMethod() != ZipArchiveEntry.STORED
          || entry.getGeneralPurposeBit().usesEncryption()
          || entry.getSize() != entry.getCompressedSize()) {
        throw broken("its entry " + name + " is compressed or encrypted, which PyTorch never does");
      }
      long offset = entry.getDataOffset();
      if (offset < 0 || entry.getSize() < 0 || entry.getSize() > size - offset) {
        throw broken("its entry " + name + " reaches beyond the file's end");
      }
      return entry;
    }

    private byte[] bytes(ZipArchiveEntry entry) throws IOException {
      if (entry.getSize() > MAX_PICKLE) {
        throw broken("its %s has %d bytes".formatted(entry.getName(), entry.getSize()));
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return in.readNBytes(MAX_PICKLE);
      }
    }

    private WeightsFormatException broken(String what) {
      return new WeightsFormatException(
          "%s can't be read as PyTorch weights: %s.".formatted(path, what));
    }
  }
}
