package org.gramscape.model.hub;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What the hub announces of a file.
 *
 * @param commit that the file is of
 * @param tag the content's name: its SHA-256 for large files, Git's SHA-1 for others
 * @param size in bytes
 */
record RemoteFile(Optional<String> commit, String tag, long size) {
  private static final String SHA_256 = "[0-9a-f]{64}";
  private static final String GIT_SHA_1 = "[0-9a-f]{40}";

  static RemoteFile of(HttpURLConnection head) throws IOException {
    String tag = header(head, "X-Linked-Etag").or(() -> header(head, "ETag")).orElse("");
    String name = tag.replaceFirst("^W/", "").replaceAll("[^A-Za-z0-9._-]", "");
    String size = header(head, "X-Linked-Size").or(() -> header(head, "Content-Length")).orElse("");
    if (name.isEmpty() || name.startsWith(".") || !size.matches("\\d{1,18}")) {
      throw new IOException(
          "The hub did not say the size and the tag of %s. Try later, or another HF_ENDPOINT."
              .formatted(head.getURL()));
    }
    Optional<String> commit = header(head, "X-Repo-Commit").filter(c -> c.matches(GIT_SHA_1));
    return new RemoteFile(commit, name, Long.parseLong(size));
  }

  private static Optional<String> header(HttpURLConnection response, String name) {
    return Optional.ofNullable(response.getHeaderField(name));
  }

  /** Whether a file is this one, by its size and, where the tag is a digest, by that. */
  boolean isContent(FileChannel file) throws IOException {
    if (file.size() != size) {
      return false;
    }
    if (tag.matches(SHA_256)) {
      return tag.equals(digest("SHA-256", "", file));
    }
    return !tag.matches(GIT_SHA_1) || tag.equals(digest("SHA-1", "blob " + size + "\0", file));
  }

  private static String digest(String algorithm, String before, FileChannel file)
      throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has " + algorithm, e);
    }
    digest.update(before.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
    file.position(0);
    while (file.read(buffer) >= 0) {
      digest.update(buffer.flip());
      buffer.clear();
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
