package org.gramscape.model.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes archives as PyTorch's {@code torch.save} does. */
final class TorchArchive {
  private final Map<String, byte[]> storages = new LinkedHashMap<>();

  /** An archive whose storages hold the tensors one by one, with their pickled dictionary. */
  static Path write(Path path, Map<String, StoredTensor> tensors) throws IOException {
    TorchArchive archive = new TorchArchive();
    return archive.save(path, archive.stateDict(new PickleWriter(), tensors).end());
  }

  PickleWriter stateDict(PickleWriter pickle, Map<String, StoredTensor> tensors)
      throws IOException {
    pickle.orderedDict().mark();
    for (Map.Entry<String, StoredTensor> tensor : tensors.entrySet()) {
      long[] shape = tensor.getValue().shape().getShape();
      long[] strides = new long[shape.length];
      long step = 1;
      for (int i = shape.length - 1; i >= 0; i--) {
        strides[i] = step;
        step *= shape[i];
      }
      String key = add(tensor.getValue());
      pickle.text(tensor.getKey()).tensor(key, step, 0, shape, strides);
    }
    return pickle.setItems();
  }

  private String add(StoredTensor tensor) throws IOException {
    ByteBuffer values = ByteBuffer.allocate(tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    tensor.copyTo(values);
    return add(values.array());
  }

  /** Its key. */
  String add(byte[] storage) {
    String key = "" + storages.size();
    storages.put(key, storage);
    return key;
  }

  String addFloats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return add(bytes.array());
  }

  Path save(Path path, byte[] pickle) throws IOException {
    return save(path, pickle, ZipEntry.STORED);
  }

  Path save(Path path, byte[] pickle, int method) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      put(zip, "archive/data.pkl", pickle, method);
      put(zip, "archive/byteorder", "little".getBytes(), ZipEntry.STORED);
      for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
        put(zip, "archive/data/" + storage.getKey(), storage.getValue(), method);
      }
    }
    return path;
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes, int method)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setMethod(method);
    if (method == ZipEntry.STORED) {
      entry.setSize(bytes.length);
      entry.setCrc(crc.getValue());
    }
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
