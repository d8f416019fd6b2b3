package org.gramscape.model.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers as the hub does: large files by a redirect to a second server, gated ones not at all. */
public final class HubServer implements AutoCloseable {
  public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final Pattern ADDRESS = Pattern.compile("/([^/]+/[^/]+)/resolve/([^/]+)/(.+)");

  private final HttpServer hub = server();
  private final HttpServer storage = server();
  private final Map<String, byte[]> files = new HashMap<>();
  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  volatile String requiredToken;
  volatile int breakAfter = Integer.MAX_VALUE;
  volatile boolean ignoresRanges;
  volatile boolean corrupts;
  volatile int status;

  public HubServer() throws IOException {
    hub.createContext("/", this::answer);
    storage.createContext("/", this::store);
    hub.start();
    storage.start();
  }

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public URI endpoint() {
    return address(hub, "/");
  }

  private static URI address(HttpServer server, String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  public void put(String repository, String file, byte[] content) {
    files.put(repository + "/" + file, content);
  }

  static String sha256(byte[] content) {
    return digest("SHA-256", content);
  }

  /** As Git names a content. */
  static String gitSha1(byte[] content) {
    byte[] before = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    return digest("SHA-1", before, content);
  }

  private static String digest(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    log.add("hub " + exchange.getRequestMethod() + " " + path);
    Matcher matcher = ADDRESS.matcher(path);
    if (!matcher.matches()) {
      throw new AssertionError(path);
    }
    String repository = matcher.group(1);
    String revision = matcher.group(2);
    byte[] content = files.get(repository + "/" + matcher.group(3));
    boolean granted = requiredToken == null || ("Bearer " + requiredToken).equals(authorization);
    if (status != 0) {
      exchange.sendResponseHeaders(status, -1);
    } else if (files.keySet().stream().noneMatch(f -> f.startsWith(repository + "/"))) {
      // Whoever may not know it is not told that it is not there.
      refuse(exchange, authorization == null ? 401 : 404, "RepoNotFound");
    } else if (!granted) {
      refuse(exchange, authorization == null ? 401 : 403, "GatedRepo");
    } else if (!revision.equals("main") && !revision.equals(COMMIT)) {
      refuse(exchange, 404, "RevisionNotFound");
    } else if (content == null) {
      exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
      refuse(exchange, 404, "EntryNotFound");
    } else {
      exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
      give(exchange, path, content);
    }
    exchange.close();
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    exchange.getResponseHeaders().set("X-Error-Code", code);
    exchange.sendResponseHeaders(status, -1);
  }

  private void give(HttpExchange exchange, String path, byte[] content) throws IOException {
    if (path.endsWith(".safetensors")) {
      exchange.getResponseHeaders().set("ETag", "\"of-the-redirect\"");
      exchange.getResponseHeaders().set("X-Linked-Size", "" + content.length);
      exchange.getResponseHeaders().set("X-Linked-Etag", '"' + sha256(content) + '"');
      String file = path.replaceFirst("/resolve/[^/]+", "");
      exchange.getResponseHeaders().set("Location", address(storage, file).toString());
      exchange.sendResponseHeaders(302, -1);
    } else {
      exchange.getResponseHeaders().set("ETag", "W/\"" + gitSha1(content) + '"');
      send(exchange, content);
    }
  }

  private void store(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    log.add(
        "storage "
            + range
            + (exchange.getRequestHeaders().containsKey("Authorization") ? " TOKEN" : ""));
    send(exchange, files.get(exchange.getRequestURI().getPath().substring(1)));
    exchange.close();
  }

  private void send(HttpExchange exchange, byte[] whole) throws IOException {
    byte[] content = whole.clone();
    if (corrupts) {
      content[content.length / 2] ^= 1;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null || ignoresRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", "" + content.length);
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(content, from, Math.min(content.length - from, breakAfter));
    } catch (IOException e) {
      log.add("broken off");
    }
  }

  @Override
  public void close() {
    hub.stop(0);
    storage.stop(0);
  }
}
