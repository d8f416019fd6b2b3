package org.gramscape.model.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers as the hub does: large files by a redirect to a second server, gated ones not at all. */
public final class HubServer implements AutoCloseable {
  private final HttpServer hub = server();
  private final HttpServer storage = server();
  private final Map<String, byte[]> files = new HashMap<>();
  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  volatile String requiredToken;
  volatile String etag = "\"0a1b\"";
  volatile int breakAfter = Integer.MAX_VALUE;
  volatile boolean ignoresRanges;

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
    files.put("/" + repository + "/resolve/main/" + file, content);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    log.add("hub " + exchange.getRequestMethod() + " " + path);
    byte[] content = files.get(path);
    String repository = path.replaceAll("/resolve/.*", "/");
    if (files.keySet().stream().noneMatch(f -> f.startsWith(repository))) {
      exchange.getResponseHeaders().set("X-Error-Code", "RepoNotFound");
      exchange.sendResponseHeaders(404, -1);
    } else if (requiredToken != null && !("Bearer " + requiredToken).equals(authorization)) {
      exchange.getResponseHeaders().set("X-Error-Code", "GatedRepo");
      exchange.sendResponseHeaders(authorization == null ? 401 : 403, -1);
    } else if (content == null) {
      exchange.getResponseHeaders().set("X-Error-Code", "EntryNotFound");
      exchange.sendResponseHeaders(404, -1);
    } else if (path.endsWith(".safetensors")) {
      exchange.getResponseHeaders().set("X-Linked-Size", "" + content.length);
      exchange.getResponseHeaders().set("X-Linked-Etag", etag);
      exchange.getResponseHeaders().set("Location", address(storage, path).toString());
      exchange.sendResponseHeaders(302, -1);
    } else {
      send(exchange, content);
    }
    exchange.close();
  }

  private void store(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    log.add(
        "storage "
            + range
            + (exchange.getRequestHeaders().containsKey("Authorization") ? " TOKEN" : ""));
    send(exchange, files.get(exchange.getRequestURI().getPath()));
    exchange.close();
  }

  private void send(HttpExchange exchange, byte[] content) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null || ignoresRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", "" + content.length);
      exchange.sendResponseHeaders(200, -1);
      return;
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
