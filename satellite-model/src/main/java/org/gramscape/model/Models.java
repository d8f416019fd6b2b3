package org.gramscape.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gramscape.model.hub.DownloadProgress;
import org.gramscape.model.hub.HubRefusedException;
import org.gramscape.model.hub.HuggingFaceHub;

/**
 * The models there are: the built-in untrained one, those in a local store, and any file or folder
 * of weights.
 *
 * <p>A store is a folder with one folder a model: {@code model.safetensors}, {@code config.json} if
 * it came with one, and {@code gramscape.json} with what neither says.
 */
public final class Models {
  private static final String FACTS = "gramscape.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path store;

  /** The models of a store, which need not exist yet. */
  public Models(Path store) {
    this.store = store;
  }

  /**
   * The models of this user: in {@code $GRAMSCAPE_HOME/models}, else in {@code
   * $XDG_DATA_HOME/gramscape/models}, else in {@code ~/.local/share/gramscape/models}.
   */
  public static Models local() {
    String home = System.getenv("GRAMSCAPE_HOME");
    if (home != null && !home.isBlank()) {
      return new Models(Path.of(home, "models"));
    }
    String data = System.getenv("XDG_DATA_HOME");
    Path base =
        data != null && !data.isBlank()
            ? Path.of(data)
            : Path.of(System.getProperty("user.home"), ".local", "share");
    return new Models(base.resolve("gramscape").resolve("models"));
  }

  /** The name of the built-in model. */
  public static String untrained() {
    return UntrainedModel.NAME;
  }

  /** Opens a model in float32; the caller closes it. */
  public FeatureExtractor open(String nameOrPath) throws IOException {
    return open(nameOrPath, Precision.FP32);
  }

  /**
   * Opens a model; the caller closes it.
   *
   * @param nameOrPath a name in {@link #list()}, a safetensors file, or a folder with one
   * @throws UnusableWeightsException if there is no such model or its weights can't be used
   */
  public FeatureExtractor open(String nameOrPath, Precision precision) throws IOException {
    if (nameOrPath.equals(UntrainedModel.NAME)) {
      return UntrainedModel.open(precision);
    }
    return ModelReader.read(
        files(nameOrPath), reader -> reader.open(info(nameOrPath, reader), precision));
  }

  /**
   * Tells about a model without reading its values.
   *
   * @throws UnusableWeightsException if there is no such model or its weights can't be used
   */
  public ModelInfo info(String nameOrPath) throws IOException {
    if (nameOrPath.equals(UntrainedModel.NAME)) {
      return UntrainedModel.info();
    }
    return ModelReader.read(files(nameOrPath), reader -> info(nameOrPath, reader));
  }

  private ModelInfo info(String nameOrPath, ModelReader reader) throws IOException {
    Path recorded = store.resolve(nameOrPath).resolve(FACTS);
    if (isName(nameOrPath) && Files.exists(recorded)) {
      StoredFacts stored = readFacts(recorded);
      return reader.info(nameOrPath, stored.facts(), stored.sha256());
    }
    String sha256 = Digest.of(files(nameOrPath).weights());
    return reader.info(nameOrPath, reader.facts(nameOrPath), sha256);
  }

  /** The built-in model's name and those in the store, sorted. */
  public List<String> list() throws IOException {
    List<String> names = new ArrayList<>();
    names.add(UntrainedModel.NAME);
    if (Files.isDirectory(store)) {
      try (Stream<Path> folders = Files.list(store)) {
        folders
            .filter(f -> Files.exists(f.resolve(FACTS)))
            .map(f -> f.getFileName().toString())
            .filter(Models::isName)
            .forEach(names::add);
      }
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  /**
   * Copies weights into the store, once they are known to make a network.
   *
   * @param source a safetensors file or a folder with one; {@code config.json} beside it comes
   *     along
   * @param name letters, digits, dots, hyphens and underscores; a model of that name is replaced
   * @param normalisation of the images it was trained on; if empty, by what {@code source} and
   *     {@code name} tell
   * @throws UnusableWeightsException if the weights can't be used
   */
  public ModelInfo importWeights(
      Path source, String name, Optional<ImageNormalisation> normalisation) throws IOException {
    if (!isName(name) || name.equals(UntrainedModel.NAME)) {
      throw new UnusableWeightsException(
          "'%s' can't be a model's name. Letters, digits, '.', '-' and '_', beginning with a letter or digit, expected; and not %s."
              .formatted(name, UntrainedModel.NAME));
    }
    ModelFiles files = ModelFiles.at(source);
    String sha256 = Digest.of(files.weights());
    ModelFacts facts =
        ModelReader.read(
            files,
            reader -> {
              ModelFacts known = reader.facts(name);
              return normalisation.map(known::withNormalisation).orElse(known);
            });
    Files.createDirectories(store);
    Path beside = Files.createTempDirectory(store, ".import");
    try {
      Files.copy(files.weights(), beside.resolve(ModelFiles.WEIGHTS));
      if (files.config().isPresent()) {
        Files.copy(files.config().get(), beside.resolve(ModelFiles.CONFIG));
      }
      JSON.writerWithDefaultPrettyPrinter()
          .writeValue(beside.resolve(FACTS).toFile(), new StoredFacts(facts, sha256));
      deleteFolder(store.resolve(name));
      Files.move(beside, store.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      deleteFolder(beside);
    }
    return info(name);
  }

  /**
   * Downloads a repository's {@code model.safetensors} and {@code config.json} and imports them
   * under the repository's own name.
   *
   * @param repository {@code owner/name} on the Hugging Face hub
   * @throws HubRefusedException if the hub refuses, as it does for gated models without a token
   * @throws UnusableWeightsException if the weights can't be used
   */
  public ModelInfo pull(HuggingFaceHub hub, String repository, DownloadProgress progress)
      throws IOException {
    Path folder = store.resolve(".download").resolve(repository.replace('/', '_'));
    hub.download(repository, ModelFiles.CONFIG, folder, progress);
    Path weights =
        hub.download(repository, ModelFiles.WEIGHTS, folder, progress)
            .orElseThrow(
                () ->
                    new UnusableWeightsException(
                        "%s has no %s. Weights in one such file expected."
                            .formatted(repository, ModelFiles.WEIGHTS)));
    String name = repository.substring(repository.indexOf('/') + 1);
    ModelInfo info = importWeights(weights, name, Optional.empty());
    deleteFolder(folder);
    return info;
  }

  private ModelFiles files(String nameOrPath) throws IOException {
    if (isName(nameOrPath) && Files.exists(store.resolve(nameOrPath).resolve(FACTS))) {
      return ModelFiles.at(store.resolve(nameOrPath));
    }
    if (!isExistingPath(nameOrPath)) {
      throw new UnusableWeightsException(
          "There is no model and no file '%s'. There are: %s. Others come by 'gramscape model import' or 'pull'."
              .formatted(nameOrPath, String.join(", ", list())));
    }
    return ModelFiles.at(Path.of(nameOrPath));
  }

  private static boolean isExistingPath(String text) {
    try {
      return Files.exists(Path.of(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean isName(String text) {
    return text.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
  }

  private static StoredFacts readFacts(Path file) throws IOException {
    try {
      return JSON.readValue(file.toFile(), StoredFacts.class);
    } catch (JsonProcessingException e) {
      throw new UnusableWeightsException(
          file + " is broken: " + e.getOriginalMessage() + ". Import the model again.", e);
    }
  }

  private static void deleteFolder(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** What {@code gramscape.json} keeps. */
  record StoredFacts(ModelFacts facts, String sha256) {}
}
