package org.gramscape.model.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A repository of the hub at one commit.
 *
 * <p>A content grows under its tag and {@code .incomplete}, where a later try goes on, and takes
 * its place once its size and digest are the announced ones.
 */
public final class HubRepository {
  private static final int BUFFER = 1 << 20;

  private final HubConnection connection;
  private final HubCache cache;
  private final boolean offline;
  private final String name;
  private final String revision;
  private Optional<String> commit = Optional.empty();

  HubRepository(
      HubConnection connection, HubCache cache, boolean offline, String name, String revision) {
    this.connection = connection;
    this.cache = cache;
    this.offline = offline;
    this.name = name;
    this.revision = revision;
  }

  /** {@code owner/name}. */
  public String name() {
    return name;
  }

  /** The commit, once a file was fetched; until then the revision that was asked for. */
  public String commit() {
    return commit.orElse(revision);
  }

  /**
   * Brings a file into the cache, unless it is there.
   *
   * @return its path in the cache, or nothing if the repository has no such file
   * @throws HubRefusedException if the repository is gated, private or not there
   * @throws IOException if the connection fails; a later call goes on from there
   */
  public Optional<Path> fetch(String file, DownloadProgress progress) throws IOException {
    if (offline) {
      return cached(file);
    }
    URI address = connection.address(name, commit(), file);
    HttpURLConnection head = connection.follow(address, "HEAD", 0);
    if (HubConnection.isMissing(head)) {
      return Optional.empty();
    }
    connection.check(head, name, revision);
    RemoteFile remote = RemoteFile.of(head);
    pin(remote.commit().orElse(commit()));
    Path blob = cache.blob(name, remote.tag());
    Path published = cache.file(name, commit(), file);
    boolean here = Files.exists(blob) && Files.size(blob) == remote.size();
    if (!here && !(Files.exists(published) && Files.size(published) == remote.size())) {
      download(address, file, remote, blob, progress);
      here = true;
    }
    return Optional.of(here ? cache.publish(name, commit(), file, blob) : published);
  }

  private Optional<Path> cached(String file) throws IOException {
    Optional<String> known = cache.commit(name, revision);
    if (known.isEmpty()) {
      throw new HubRefusedException(
          "%s at %s was not downloaded before, and HF_HUB_OFFLINE forbids it now."
              .formatted(name, revision));
    }
    commit = known;
    return Optional.of(cache.file(name, known.get(), file)).filter(Files::exists);
  }

  /** From the first answer on, all files are of the same commit. */
  private void pin(String answered) throws IOException {
    if (commit.isEmpty()) {
      commit = Optional.of(answered);
      cache.remember(name, revision, answered);
    }
  }

  private void download(
      URI address, String file, RemoteFile remote, Path blob, DownloadProgress progress)
      throws IOException {
    Path part = blob.resolveSibling(blob.getFileName() + ".incomplete");
    try (FileChannel channel =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock lock = lock(channel, file)) {
      if (channel.size() > remote.size()) {
        channel.truncate(0);
      }
      long missing = remote.size() - channel.size();
      if (Files.getFileStore(part).getUsableSpace() < missing) {
        throw new IOException(
            "There is not enough space for %s of %s: %d MB more are needed in %s. Point HF_HOME to a larger disk."
                .formatted(file, name, missing >> 20, blob.getParent()));
      }
      if (missing > 0) {
        receive(address, file, remote, channel, progress);
      }
      if (!remote.isContent(channel)) {
        channel.truncate(0);
        throw new IOException(
            "%s of %s came with another content than the hub announced. Run it again; it starts from the beginning."
                .formatted(file, name));
      }
      channel.force(true);
    }
    Files.move(part, blob, StandardCopyOption.ATOMIC_MOVE);
  }

  private FileLock lock(FileChannel channel, String file) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this process, which is said likewise.
    }
    throw new IOException(
        "%s of %s is being downloaded by another process. Wait for it.".formatted(file, name));
  }

  /** Goes on from where the channel ends. */
  private void receive(
      URI address, String file, RemoteFile remote, FileChannel channel, DownloadProgress progress)
      throws IOException {
    long have = channel.size();
    HttpURLConnection response = connection.follow(address, "GET", have);
    connection.check(response, name, revision);
    try (InputStream body = response.getInputStream()) {
      boolean goesOn =
          response.getResponseCode() == 206
              && String.valueOf(response.getHeaderField("Content-Range"))
                  .startsWith("bytes " + have + "-");
      long done = goesOn ? have : 0;
      channel.truncate(done).position(done);
      byte[] buffer = new byte[BUFFER];
      for (int read; done < remote.size() && (read = body.read(buffer)) > 0; ) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, (int) Math.min(read, remote.size() - done));
        done += bytes.remaining();
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        progress.at(file, done, remote.size());
      }
      if (done < remote.size()) {
        throw new IOException("it ended after %d of %d bytes".formatted(done, remote.size()));
      }
    } catch (IOException e) {
      throw new IOException(
          "The download of %s broke (%s). Run it again to go on from there."
              .formatted(name, e.getMessage()),
          e);
    }
  }
}
