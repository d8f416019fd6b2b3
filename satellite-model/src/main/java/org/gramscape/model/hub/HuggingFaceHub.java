package org.gramscape.model.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Downloads files of a repository, and goes on where an earlier try stopped.
 *
 * <p>A file grows beside its place under a name that has the server's tag for its content, so that
 * two contents never mix; it takes its place once its size is right.
 *
 * @see <a href="https://huggingface.co/docs/hub/models-downloading">The hub's addresses</a>
 */
public final class HuggingFaceHub {
  private static final String PUBLIC_ENDPOINT = "https://huggingface.co";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MAX_REDIRECTS = 5;
  private static final int BUFFER = 1 << 20;

  private final URI endpoint;
  private final Optional<String> token;
  private final Duration patience;

  /** A hub at an address, with or without a token of its user. */
  public HuggingFaceHub(URI endpoint, Optional<String> token) {
    this(endpoint, token, PATIENCE);
  }

  /** A hub that is given up after so long a silence. */
  HuggingFaceHub(URI endpoint, Optional<String> token, Duration patience) {
    this.endpoint = endpoint;
    this.token = token;
    this.patience = patience;
  }

  /** The hub at {@code $HF_ENDPOINT} (a mirror) or the public one, with {@code $HF_TOKEN}. */
  public static HuggingFaceHub ofEnvironment() {
    String address = environment("HF_ENDPOINT").orElse(PUBLIC_ENDPOINT);
    return new HuggingFaceHub(URI.create(address), environment("HF_TOKEN"));
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /**
   * Puts a file of a repository into a folder.
   *
   * @param repository {@code owner/name}
   * @return its path, or nothing if the repository has no such file
   * @throws HubRefusedException if the repository is gated, private or not there
   * @throws IOException if the connection fails; a later call goes on from there
   */
  public Optional<Path> download(
      String repository, String file, Path folder, DownloadProgress progress) throws IOException {
    URI address = address(repository, file);
    HttpURLConnection head = follow(address, "HEAD", 0);
    if (head.getResponseCode() == 404 && "EntryNotFound".equals(header(head, "X-Error-Code"))) {
      return Optional.empty();
    }
    check(head, repository);
    Path target = folder.resolve(file);
    Files.createDirectories(folder);
    long size = size(head);
    Path part = folder.resolve(file + "." + tag(head) + ".part");
    long have = Files.exists(part) ? Files.size(part) : 0;
    if (have < size) {
      fetch(address, repository, part, have, size, done -> progress.at(file, done, size));
    }
    if (Files.size(part) != size) {
      long got = Files.size(part);
      Files.delete(part);
      throw new IOException(
          "%s of %s has %d bytes where the hub announced %d. Try again."
              .formatted(file, repository, got, size));
    }
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    return Optional.of(target);
  }

  private URI address(String repository, String file) throws HubRefusedException {
    if (!repository.matches("[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new HubRefusedException(
          "'%s' is no repository of the hub. OWNER/NAME expected, like facebook/dinov3-vitl16-pretrain-sat493m."
              .formatted(repository));
    }
    String base = endpoint.toString().replaceAll("/+$", "");
    return URI.create(base + "/" + repository + "/resolve/main/" + file);
  }

  private void fetch(
      URI address, String repository, Path part, long have, long size, LongConsumer progress)
      throws IOException {
    HttpURLConnection response = follow(address, "GET", have);
    check(response, repository);
    try (InputStream body = response.getInputStream()) {
      boolean continued = response.getResponseCode() == 206 && have > 0;
      long done = continued ? have : 0;
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.truncate(done).position(done);
        byte[] buffer = new byte[BUFFER];
        for (int read; done < size && (read = body.read(buffer)) > 0; ) {
          channel.write(ByteBuffer.wrap(buffer, 0, read));
          done += read;
          progress.accept(done);
        }
      }
      if (done < size) {
        throw new IOException("it ended after %d of %d bytes".formatted(done, size));
      }
    } catch (IOException e) {
      throw new IOException(
          "The download of %s broke (%s). Run it again to go on from there."
              .formatted(repository, e.getMessage()),
          e);
    }
  }

  /** Asks, and follows where the answer points to; the answer is the last one. */
  private HttpURLConnection follow(URI address, String method, long from) throws IOException {
    URI at = address;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      HttpURLConnection response = ask(at, method, from);
      String location = header(response, "Location");
      boolean redirected = response.getResponseCode() / 100 == 3 && location != null;
      // The hub answers for a large file with its size and tag, and where to get it.
      if (!redirected || method.equals("HEAD") && header(response, "X-Linked-Size") != null) {
        return response;
      }
      response.disconnect();
      at = at.resolve(location);
    }
    throw new IOException(address + " leads from one address to another without end.");
  }

  private HttpURLConnection ask(URI address, String method, long from) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setRequestProperty("User-Agent", "gramscape");
    connection.setConnectTimeout((int) patience.toMillis());
    connection.setReadTimeout((int) patience.toMillis());
    // Redirects are followed by hand: the token must not go along to another server.
    connection.setInstanceFollowRedirects(false);
    if (from > 0) {
      connection.setRequestProperty("Range", "bytes=" + from + "-");
    }
    if (token.isPresent() && address.getAuthority().equals(endpoint.getAuthority())) {
      connection.setRequestProperty("Authorization", "Bearer " + token.get());
    }
    try {
      connection.getResponseCode();
      return connection;
    } catch (IOException e) {
      throw new IOException(
          "%s can't be reached (%s). Check the connection, or name a mirror by HF_ENDPOINT."
              .formatted(address.getAuthority(), e.getMessage()),
          e);
    }
  }

  private void check(HttpURLConnection response, String repository) throws IOException {
    int status = response.getResponseCode();
    String page = endpoint.toString().replaceAll("/+$", "") + "/" + repository;
    if (status == 401 || status == 403) {
      throw new HubRefusedException(
          token.isEmpty()
              ? "The hub gives %s only to users who were granted access. Ask for it at %s, make a token with read access, and set HF_TOKEN to it."
                  .formatted(repository, page)
              : "The hub refuses %s to the user of HF_TOKEN. Ask for access at %s, and wait until it is granted; check that the token may read gated repositories."
                  .formatted(repository, page));
    }
    if (status == 404) {
      throw new HubRefusedException("There is no " + page + ", or it is private.");
    }
    if (status >= 400) {
      throw new IOException("The hub answered " + status + " for " + repository + ". Try later.");
    }
  }

  private static long size(HttpURLConnection head) throws IOException {
    String size =
        Optional.ofNullable(header(head, "X-Linked-Size")).orElse(header(head, "Content-Length"));
    try {
      return Long.parseLong(String.valueOf(size));
    } catch (NumberFormatException e) {
      throw new IOException("The hub did not say the size of " + head.getURL() + ". Try later.", e);
    }
  }

  /** The server's name for the content, in letters fit for a file name. */
  private static String tag(HttpURLConnection head) {
    String tag = Optional.ofNullable(header(head, "X-Linked-Etag")).orElse(header(head, "ETag"));
    return tag == null ? "untagged" : tag.replaceAll("[^A-Za-z0-9]", "");
  }

  private static String header(HttpURLConnection response, String name) {
    return response.getHeaderField(name);
  }
}
