package org.gramscape.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceHubTest {
  private static final String REPOSITORY = "someone/dinov3-tiny";
  private static final String FILE = "model.safetensors";

  @TempDir Path folder;
  private HubServer server;
  private final byte[] content = new byte[3_000_000];

  @BeforeEach
  void open() throws Exception {
    new Random(1).nextBytes(content);
    server = new HubServer();
    server.put(REPOSITORY, FILE, content);
    server.put(REPOSITORY, "config.json", "{}".getBytes());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private HuggingFaceHub hub(String token) {
    return new HuggingFaceHub(server.endpoint(), Optional.ofNullable(token), Duration.ofSeconds(2));
  }

  @Test
  void filesComeWhole() throws Exception {
    long[] last = new long[2];
    Optional<Path> file =
        hub(null)
            .download(
                REPOSITORY,
                FILE,
                folder,
                (name, done, total) -> {
                  assertThat(name).isEqualTo(FILE);
                  last[0] = done;
                  last[1] = total;
                });
    assertThat(file.orElseThrow()).hasBinaryContent(content);
    assertThat(last).containsExactly(content.length, content.length);
    assertThat(hub(null).download(REPOSITORY, "config.json", folder, DownloadProgress.NONE))
        .isPresent();
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder(FILE, "config.json");
  }

  @Test
  void aMissingFileIsNoError() throws Exception {
    assertThat(hub(null).download(REPOSITORY, "other", folder, DownloadProgress.NONE)).isEmpty();
  }

  @Test
  void aBrokenDownloadGoesOnWhereItStopped() throws Exception {
    server.breakAfter = 1_100_000;
    assertThatThrownBy(() -> hub(null).download(REPOSITORY, FILE, folder, DownloadProgress.NONE))
        .isInstanceOf(IOException.class);
    assertThat(folder.resolve(FILE)).doesNotExist();
    long have = Files.size(folder.resolve(FILE + ".0a1b.part"));
    assertThat(have).isPositive();
    server.breakAfter = Integer.MAX_VALUE;
    hub(null).download(REPOSITORY, FILE, folder, DownloadProgress.NONE);
    assertThat(folder.resolve(FILE)).hasBinaryContent(content);
    assertThat(server.log).contains("storage bytes=" + have + "-");
    assertThat(folder.toFile().list()).containsExactly(FILE);
  }

  @Test
  void aServerWithoutRangesStartsAnew() throws Exception {
    Files.write(folder.resolve(FILE + ".0a1b.part"), new byte[1000]);
    server.ignoresRanges = true;
    hub(null).download(REPOSITORY, FILE, folder, DownloadProgress.NONE);
    assertThat(folder.resolve(FILE)).hasBinaryContent(content);
  }

  @Test
  void anotherContentStartsAnew() throws Exception {
    Files.write(folder.resolve(FILE + ".0a1b.part"), new byte[1000]);
    server.etag = "\"ffff\"";
    hub(null).download(REPOSITORY, FILE, folder, DownloadProgress.NONE);
    assertThat(folder.resolve(FILE)).hasBinaryContent(content);
    assertThat(server.log).contains("storage null");
  }

  @Test
  void theTokenGoesToTheHubAlone() throws Exception {
    server.requiredToken = "secret";
    hub("secret").download(REPOSITORY, FILE, folder, DownloadProgress.NONE);
    assertThat(folder.resolve(FILE)).hasBinaryContent(content);
    assertThat(server.log).contains("storage null").noneMatch(line -> line.contains("TOKEN"));
  }

  @Test
  void gatedRepositoriesAreExplained() {
    server.requiredToken = "secret";
    assertThatThrownBy(() -> hub(null).download(REPOSITORY, FILE, folder, DownloadProgress.NONE))
        .isInstanceOf(HubRefusedException.class)
        .hasMessageContaining(server.endpoint() + REPOSITORY)
        .hasMessageContaining("HF_TOKEN");
    assertThatThrownBy(() -> hub("wrong").download(REPOSITORY, FILE, folder, DownloadProgress.NONE))
        .isInstanceOf(HubRefusedException.class)
        .hasMessageContaining("refuses")
        .hasMessageNotContaining("wrong");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThatThrownBy(() -> hub(null).download("no/where", FILE, folder, DownloadProgress.NONE))
        .isInstanceOf(HubRefusedException.class)
        .hasMessageContaining("no/where");
    for (String name : new String[] {"plain", "a/b/c", "../x", "a b/c", ""}) {
      assertThatThrownBy(() -> hub(null).download(name, FILE, folder, DownloadProgress.NONE))
          .isInstanceOf(HubRefusedException.class)
          .hasMessageContaining("OWNER/NAME");
    }
    server.close();
    assertThatThrownBy(() -> hub(null).download(REPOSITORY, FILE, folder, DownloadProgress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can't be reached");
  }
}
