package org.gramscape.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceHubTest {
  private static final String REPOSITORY = "someone/dinov3-tiny";
  private static final String FILE = "model.safetensors";
  private static final byte[] CONFIG = "{}".getBytes();

  @TempDir Path home;
  private HubServer server;
  private Path repository;
  private final byte[] content = new byte[3_000_000];

  @BeforeEach
  void open() throws Exception {
    new Random(1).nextBytes(content);
    server = new HubServer();
    server.put(REPOSITORY, FILE, content);
    server.put(REPOSITORY, "config.json", CONFIG);
    repository = home.resolve("hub/models--someone--dinov3-tiny");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private HubRepository repository(String token) throws IOException {
    return repository(token, REPOSITORY, "main");
  }

  private HubRepository repository(String token, String name, String revision) throws IOException {
    HubConnection connection =
        new HubConnection(server.endpoint(), Optional.ofNullable(token), Duration.ofSeconds(2));
    return new HuggingFaceHub(connection, home.resolve("hub"), false).repository(name, revision);
  }

  private Path blob() {
    return repository.resolve("blobs").resolve(HubServer.sha256(content));
  }

  private Path part() {
    return Path.of(blob() + ".incomplete");
  }

  private static Optional<Path> fetch(HubRepository from, String file) throws IOException {
    return from.fetch(file, DownloadProgress.NONE);
  }

  /** So that Python's library finds what we fetched, and we what it did. */
  @Test
  void theCacheIsThatOfPythonsLibrary() throws Exception {
    long[] last = new long[2];
    HubRepository remote = repository(null);
    Path file =
        remote
            .fetch(
                FILE,
                (name, done, total) -> {
                  assertThat(name).isEqualTo(FILE);
                  last[0] = done;
                  last[1] = total;
                })
            .orElseThrow();
    assertThat(last).containsExactly(content.length, content.length);
    assertThat(remote.commit()).isEqualTo(HubServer.COMMIT);
    assertThat(file).isEqualTo(repository.resolve("snapshots/" + HubServer.COMMIT + "/" + FILE));
    assertThat(Files.readSymbolicLink(file))
        .isEqualTo(Path.of("../../blobs/" + HubServer.sha256(content)));
    assertThat(file).hasBinaryContent(content);
    assertThat(repository.resolve("refs/main")).hasContent(HubServer.COMMIT);
    Path config = fetch(remote, "config.json").orElseThrow();
    assertThat(Files.readSymbolicLink(config).getFileName()).hasToString(HubServer.gitSha1(CONFIG));
    assertThat(repository.resolve("blobs").toFile().list())
        .containsExactlyInAnyOrder(HubServer.sha256(content), HubServer.gitSha1(CONFIG));
    assertThat(fetch(remote, "other")).isEmpty();
  }

  @Test
  void whatIsThereIsNotFetchedAgain() throws Exception {
    Files.createDirectories(blob().getParent());
    Files.write(blob(), content);
    assertThat(fetch(repository(null), FILE).orElseThrow()).hasBinaryContent(content);
    assertThat(server.log).noneMatch(line -> line.startsWith("storage"));
  }

  @Test
  void filesOfOneRunAreOfOneCommit() throws Exception {
    HubRepository remote = repository(null);
    fetch(remote, "config.json");
    fetch(remote, FILE);
    assertThat(server.log)
        .contains("hub HEAD /" + REPOSITORY + "/resolve/" + HubServer.COMMIT + "/" + FILE);
    fetch(repository(null, REPOSITORY, HubServer.COMMIT), FILE);
    assertThat(repository.resolve("refs").toFile().list()).containsExactly("main");
  }

  @Test
  void aBrokenDownloadGoesOnWhereItStopped() throws Exception {
    server.breakAfter = 1_100_000;
    assertThatThrownBy(() -> fetch(repository(null), FILE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("go on from there");
    assertThat(blob()).doesNotExist();
    assertThat(repository.resolve("snapshots")).doesNotExist();
    long have = Files.size(part());
    assertThat(have).isPositive();
    server.breakAfter = Integer.MAX_VALUE;
    assertThat(fetch(repository(null), FILE).orElseThrow()).hasBinaryContent(content);
    assertThat(server.log).contains("storage bytes=" + have + "-");
    assertThat(part()).doesNotExist();
  }

  @Test
  void aServerWithoutRangesStartsAnew() throws Exception {
    Files.createDirectories(blob().getParent());
    Files.write(part(), new byte[1000]);
    server.ignoresRanges = true;
    assertThat(fetch(repository(null), FILE).orElseThrow()).hasBinaryContent(content);
  }

  @Test
  void anotherContentThanAnnouncedIsThrownAway() throws Exception {
    for (String file : new String[] {FILE, "config.json"}) {
      server.corrupts = true;
      assertThatThrownBy(() -> fetch(repository(null), file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another content");
      server.corrupts = false;
      assertThat(fetch(repository(null), file)).isPresent();
    }
    Files.delete(blob());
    Files.write(part(), new byte[1000]); // a part of something else
    assertThatThrownBy(() -> fetch(repository(null), FILE)).hasMessageContaining("another content");
    assertThat(fetch(repository(null), FILE).orElseThrow()).hasBinaryContent(content);
    Files.delete(blob());
    Files.write(part(), new byte[content.length + 5]);
    assertThat(fetch(repository(null), FILE).orElseThrow()).hasBinaryContent(content);
  }

  @Test
  void twoDownloadsOfOneFileDoNotMix() throws Exception {
    Files.createDirectories(blob().getParent());
    try (FileChannel other =
        FileChannel.open(part(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      other.lock();
      assertThatThrownBy(() -> fetch(repository(null), FILE))
          .hasMessageContaining("another process");
    }
  }

  @Test
  void theTokenGoesToTheHubAlone() throws Exception {
    server.requiredToken = "secret";
    assertThat(fetch(repository("secret"), FILE).orElseThrow()).hasBinaryContent(content);
    assertThat(server.log).contains("storage null").noneMatch(line -> line.contains("TOKEN"));
  }

  @Test
  void refusalsAreExplained() throws Exception {
    server.requiredToken = "secret";
    String page = server.endpoint() + REPOSITORY;
    refused(repository(null), "granted access", page, "HF_TOKEN");
    refused(repository("wrong"), "wait until it is granted", page);
    refused(repository(null, "no/where", "main"), "no/where", "HF_TOKEN");
    refused(repository("wrong", "no/where", "main"), "not the token's user's");
    refused(repository("secret", REPOSITORY, "v9"), "no revision 'v9'");
    server.status = 401;
    refused(repository("expired"), "does not accept the token");
    for (String name : new String[] {"plain", "a/b/c", "../x", "a b/c", ""}) {
      assertThatThrownBy(() -> repository(null, name, "main"))
          .isInstanceOf(HubRefusedException.class)
          .hasMessageContaining("OWNER/NAME");
    }
    for (String revision : new String[] {"", "..", "a/b", "-x", "main?x"}) {
      assertThatThrownBy(() -> repository(null, REPOSITORY, revision))
          .isInstanceOf(HubRefusedException.class)
          .hasMessageContaining("revision");
    }
  }

  private static void refused(HubRepository remote, String... words) {
    assertThatThrownBy(() -> fetch(remote, FILE))
        .isInstanceOf(HubRefusedException.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContainingAny("wrong", "expired", "secret");
  }

  @Test
  void troubleIsSaid() throws Exception {
    server.status = 503;
    assertThatThrownBy(() -> fetch(repository(null), FILE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("503");
    server.close();
    assertThatThrownBy(() -> fetch(repository(null), FILE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can't be reached")
        .hasMessageContaining("HF_HUB_OFFLINE");
  }

  private HuggingFaceHub hub(Map<String, String> environment) throws IOException {
    return HuggingFaceHub.of(environment, home.resolve("nobody"));
  }

  @Test
  void offlineTheCacheIsAsked() throws Exception {
    fetch(repository(null), FILE);
    server.close();
    Map<String, String> environment = Map.of("HF_HOME", home.toString(), "HF_HUB_OFFLINE", "1");
    for (String revision : new String[] {"main", HubServer.COMMIT}) {
      HubRepository cached = hub(environment).repository(REPOSITORY, revision);
      assertThat(fetch(cached, FILE).orElseThrow()).hasBinaryContent(content);
      assertThat(fetch(cached, "config.json")).isEmpty();
      assertThat(cached.commit()).isEqualTo(HubServer.COMMIT);
    }
    assertThatThrownBy(() -> fetch(hub(environment).repository("some/other", "main"), FILE))
        .isInstanceOf(HubRefusedException.class)
        .hasMessageContaining("HF_HUB_OFFLINE");
  }

  @Test
  void theEnvironmentSaysWhereAndWho() throws Exception {
    server.requiredToken = "secret";
    Files.writeString(home.resolve("token"), "secret\n");
    String endpoint = server.endpoint().toString();
    Map<String, String> byFile = Map.of("HF_ENDPOINT", endpoint, "HF_HOME", home.toString());
    assertThat(fetch(hub(byFile).repository(REPOSITORY, "main"), FILE).orElseThrow())
        .startsWith(home.resolve("hub"));
    Path cache = home.resolve("elsewhere");
    Map<String, String> byName =
        Map.of("HF_ENDPOINT", endpoint, "HF_HUB_CACHE", cache.toString(), "HF_TOKEN", " secret ");
    assertThat(fetch(hub(byName).repository(REPOSITORY, "main"), FILE).orElseThrow())
        .startsWith(cache);
    for (String wrong : new String[] {"huggingface.co", "file:///etc", "http://", "http://a b"}) {
      assertThatThrownBy(() -> hub(Map.of("HF_ENDPOINT", wrong)))
          .isInstanceOf(HubRefusedException.class)
          .hasMessageContaining("HF_ENDPOINT");
    }
  }
}
