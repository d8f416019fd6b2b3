package org.gramscape.model.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The Hugging Face hub or a mirror of it, seen through the cache that its Python library keeps:
 * what either has downloaded, both have.
 *
 * @see <a
 *     href="https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables">
 *     The environment variables</a>
 */
public final class HuggingFaceHub {
  private static final String PUBLIC_ENDPOINT = "https://huggingface.co";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HubConnection connection;
  private final HubCache cache;
  private final boolean offline;

  HuggingFaceHub(HubConnection connection, Path cache, boolean offline) {
    this.connection = connection;
    this.cache = new HubCache(cache);
    this.offline = offline;
  }

  /** A hub at an address, with or without a token of its user. */
  public HuggingFaceHub(URI endpoint, Optional<String> token, Path cache) {
    this(new HubConnection(endpoint, token, PATIENCE), cache, false);
  }

  /**
   * The hub at {@code HF_ENDPOINT} or the public one. The token is in {@code HF_TOKEN}, else in the
   * file {@code HF_TOKEN_PATH} or {@code HF_HOME/token}. The cache is {@code HF_HUB_CACHE} or
   * {@code HF_HOME/hub}; {@code HF_HOME} is {@code ~/.cache/huggingface} unless said otherwise.
   * With {@code HF_HUB_OFFLINE=1} only the cache is asked.
   *
   * @throws HubRefusedException if {@code HF_ENDPOINT} is no address
   */
  public static HuggingFaceHub ofEnvironment() throws IOException {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static HuggingFaceHub of(Map<String, String> environment, Path userHome) throws IOException {
    Path caches =
        value(environment, "XDG_CACHE_HOME").map(Path::of).orElse(userHome.resolve(".cache"));
    Path home = value(environment, "HF_HOME").map(Path::of).orElse(caches.resolve("huggingface"));
    Path cache = value(environment, "HF_HUB_CACHE").map(Path::of).orElse(home.resolve("hub"));
    Path tokenFile =
        value(environment, "HF_TOKEN_PATH").map(Path::of).orElse(home.resolve("token"));
    Optional<String> token = value(environment, "HF_TOKEN");
    if (token.isEmpty() && Files.isRegularFile(tokenFile)) {
      token = Optional.of(Files.readString(tokenFile).strip()).filter(t -> !t.isEmpty());
    }
    String address = value(environment, "HF_ENDPOINT").orElse(PUBLIC_ENDPOINT);
    if (!address.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?")) {
      throw new HubRefusedException(
          "HF_ENDPOINT is '%s'. An address expected, as %s.".formatted(address, PUBLIC_ENDPOINT));
    }
    boolean offline =
        value(environment, "HF_HUB_OFFLINE")
            .filter(v -> v.matches("(?i)1|on|yes|true"))
            .isPresent();
    return new HuggingFaceHub(
        new HubConnection(URI.create(address), token, PATIENCE), cache, offline);
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /**
   * A repository at a revision.
   *
   * @param name {@code owner/name}
   * @param revision a branch, a tag or a commit
   * @throws HubRefusedException if the name or the revision can't be one
   */
  public HubRepository repository(String name, String revision) throws HubRefusedException {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new HubRefusedException(
          "'%s' is no repository of the hub. OWNER/NAME expected, like facebook/dinov3-vitl16-pretrain-sat493m."
              .formatted(name));
    }
    if (!revision.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new HubRefusedException(
          "'%s' is no revision. A branch, a tag or a commit expected, like main."
              .formatted(revision));
    }
    return new HubRepository(connection, cache, offline, name, revision);
  }
}
