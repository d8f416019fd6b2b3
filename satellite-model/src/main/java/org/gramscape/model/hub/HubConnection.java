package org.gramscape.model.hub;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Asks the hub for files, and says why it refuses. The token goes to the hub and nowhere else. */
final class HubConnection {
  private static final int MAX_REDIRECTS = 5;

  private final URI endpoint;
  private final Optional<String> token;
  private final Duration patience;

  HubConnection(URI endpoint, Optional<String> token, Duration patience) {
    this.endpoint = endpoint;
    this.token = token;
    this.patience = patience;
  }

  URI address(String repository, String revision, String file) {
    return URI.create(page(repository) + "/resolve/" + revision + "/" + file);
  }

  private String page(String repository) {
    return endpoint.toString().replaceAll("/+$", "") + "/" + repository;
  }

  /** Asks, and follows where the answer points to; the answer is the last one. */
  HttpURLConnection follow(URI address, String method, long from) throws IOException {
    URI at = address;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      HttpURLConnection response = ask(at, method, from);
      String location = response.getHeaderField("Location");
      boolean redirected = response.getResponseCode() / 100 == 3 && location != null;
      // The hub answers for a large file with its size and digest, and where to get it.
      boolean told = method.equals("HEAD") && response.getHeaderField("X-Linked-Size") != null;
      if (!redirected || told) {
        return response;
      }
      response.disconnect();
      at = target(at, location);
    }
    throw new IOException(address + " leads from one address to another without end.");
  }

  private static URI target(URI at, String location) throws IOException {
    try {
      URI target = at.resolve(location);
      if (String.valueOf(target.getScheme()).matches("https?")) {
        return target;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IOException("The hub leads to '%s', which is no address.".formatted(location));
  }

  private HttpURLConnection ask(URI address, String method, long from) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setRequestProperty("User-Agent", "gramscape");
    connection.setRequestProperty("Accept-Encoding", "identity");
    connection.setConnectTimeout((int) patience.toMillis());
    connection.setReadTimeout((int) patience.toMillis());
    // Redirects are followed by hand: the token must not go along to another server.
    connection.setInstanceFollowRedirects(false);
    if (from > 0) {
      connection.setRequestProperty("Range", "bytes=" + from + "-");
    }
    if (token.isPresent() && isHub(address)) {
      connection.setRequestProperty("Authorization", "Bearer " + token.get());
    }
    try {
      connection.getResponseCode();
      return connection;
    } catch (IOException e) {
      throw new IOException(
          "%s can't be reached (%s). Check the connection, or name a mirror by HF_ENDPOINT; with HF_HUB_OFFLINE=1 what was downloaded before is used."
              .formatted(address.getAuthority(), e.getMessage()),
          e);
    }
  }

  private boolean isHub(URI address) {
    return address.getScheme().equals(endpoint.getScheme())
        && address.getAuthority().equals(endpoint.getAuthority());
  }

  /** Whether the answer is that the repository has no such file. */
  static boolean isMissing(HttpURLConnection response) throws IOException {
    String code = response.getHeaderField("X-Error-Code");
    return response.getResponseCode() == 404 && (code == null || code.equals("EntryNotFound"));
  }

  /** Does nothing if the answer is a file. */
  void check(HttpURLConnection response, String repository, String revision) throws IOException {
    int status = response.getResponseCode();
    if (status < 400) {
      return;
    }
    String page = page(repository);
    switch (String.valueOf(response.getHeaderField("X-Error-Code"))) {
      case "GatedRepo" ->
          throw new HubRefusedException(
              token.isEmpty()
                  ? "The hub gives %s only to users who were granted access. Ask for it at %s, make a token with read access, and set HF_TOKEN to it."
                      .formatted(repository, page)
                  : "The hub refuses %s to the user of the token (HF_TOKEN, or the file in HF_HOME). Ask for access at %s, and wait until it is granted; check that the token may read gated repositories."
                      .formatted(repository, page));
      case "RepoNotFound" ->
          throw new HubRefusedException(
              "There is no %s, or it is private and %s."
                  .formatted(
                      page,
                      token.isEmpty() ? "needs a token (HF_TOKEN)" : "not the token's user's"));
      case "RevisionNotFound" ->
          throw new HubRefusedException(
              "%s has no revision '%s'. A branch, a tag or a commit expected, like main."
                  .formatted(page, revision));
      default -> {
        if (status == 401 || status == 403) {
          throw new HubRefusedException(
              "The hub does not accept %s for %s (it answered %d). Make a token with read access at the hub, and set HF_TOKEN to it."
                  .formatted(token.isEmpty() ? "no token" : "the token", repository, status));
        }
        throw new IOException(
            "The hub answered %d for %s. Try again later; it goes on from there."
                .formatted(status, repository));
      }
    }
  }
}
