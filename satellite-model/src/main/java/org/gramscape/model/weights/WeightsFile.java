package org.gramscape.model.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;

/** Named tensors in a file or a set of files, open for reading. */
public interface WeightsFile extends AutoCloseable {
  /** As Hugging Face names the list of tensors of weights in several files. */
  String INDEX_SUFFIX = ".index.json";

  /** The file, or the index of several. */
  Path path();

  /** What kind of file it is, in a word or two. */
  String format();

  /** By name, in the file's order; to be read while the file is open. */
  Map<String, StoredTensor> tensors();

  /** Free text that the file has besides. */
  Map<String, String> metadata();

  @Override
  void close() throws IOException;

  /**
   * Opens a safetensors file, the index of several, or PyTorch's {@code .pth}; which it is shows in
   * its first bytes.
   *
   * @throws WeightsFormatException if it is none of these, or broken
   */
  static WeightsFile open(Path path) throws IOException {
    if (path.toString().endsWith(INDEX_SUFFIX)) {
      return ShardedSafetensors.open(path);
    }
    WeightsFormatException.throwUnlessFile(path);
    byte[] start = new byte[Long.BYTES];
    try (FileChannel channel = FileChannel.open(path)) {
      channel.read(ByteBuffer.wrap(start));
    }
    return TorchFile.recognises(start) ? TorchFile.open(path) : SafetensorsFile.open(path);
  }
}
