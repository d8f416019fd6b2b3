package org.gramscape.model;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gramscape.model.dpt.DepthConfig;
import org.gramscape.model.hub.DownloadProgress;
import org.gramscape.model.hub.HubRefusedException;
import org.gramscape.model.hub.HubRepository;
import org.gramscape.model.segmentation.SegmentationConfig;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.weights.ShardedSafetensors;
import org.gramscape.model.weights.StorageType;

/**
 * The models there are: the built-in one, those in a local store, and any file or folder of
 * weights.
 */
public final class Models {
  private final ModelStore store;

  /** The models of a store, a folder which need not exist yet. */
  public Models(Path store) {
    this.store = new ModelStore(store);
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

  /** The name of the built-in model, which is meant where no other is named. */
  public static String standard() {
    return StandardModel.NAME;
  }

  /** Opens a model in float32 on the CPU; the caller closes it. */
  public FeatureExtractor open(String nameOrPath) throws IOException {
    return open(nameOrPath, Precision.FP32, ComputeDevice.CPU);
  }

  /**
   * Opens a model; the caller closes it. Float32 weights stay in their file, mapped, which must not
   * be changed meanwhile.
   *
   * @param nameOrPath a name in {@link #list()}, a file of weights, or a folder with one
   * @throws UnusableWeightsException if there is no such model or its weights can't be used
   * @throws org.gramscape.model.kernel.UnavailableException if this machine does not have the
   *     device, or the device not the precision
   */
  public FeatureExtractor open(String nameOrPath, Precision precision, ComputeDevice device)
      throws IOException {
    return ModelReader.read(
        files(nameOrPath), reader -> reader.open(info(nameOrPath, reader), precision, device));
  }

  /**
   * Opens a model with a head for heights; the caller closes it.
   *
   * @param head a file with a DPT head; if empty, the one beside the model's backbone
   * @throws UnusableWeightsException if there is no such model or head, or they don't fit
   */
  public HeightNetwork openHeights(
      String nameOrPath, Optional<Path> head, Precision precision, ComputeDevice device)
      throws IOException {
    return ModelReader.read(
        files(nameOrPath),
        reader -> {
          ModelInfo info = info(nameOrPath, reader);
          return head.isEmpty()
              ? reader.openHeights(info, precision, device)
              : reader.openHeights(info, head.get(), precision, device);
        });
  }

  /**
   * A model's vision transformer with values of its own, fit for training.
   *
   * @param manager owns them
   * @throws UnusableWeightsException if there is no such model, or it is no vision transformer
   */
  public VisionTransformer vit(String nameOrPath, NDManager manager) throws IOException {
    return ModelReader.read(files(nameOrPath), reader -> reader.vit(nameOrPath, manager));
  }

  /**
   * What a model's own head for heights is; empty if it is a backbone alone.
   *
   * @throws UnusableWeightsException if there is no such model or its weights can't be used
   */
  public Optional<DepthConfig> heights(String nameOrPath) throws IOException {
    return ModelReader.read(files(nameOrPath), ModelReader::heights);
  }

  /**
   * What a model's own head for classes is; empty if it has none.
   *
   * @throws UnusableWeightsException if there is no such model or its weights can't be used
   */
  public Optional<SegmentationConfig> classes(String nameOrPath) throws IOException {
    return ModelReader.read(files(nameOrPath), ModelReader::classes);
  }

  /**
   * Opens a model with a head for classes; the caller closes it.
   *
   * @throws UnusableWeightsException if there is no such model, or it has no such head
   */
  public ClassNetwork openClasses(String nameOrPath, Precision precision, ComputeDevice device)
      throws IOException {
    return ModelReader.read(
        files(nameOrPath),
        reader -> reader.openClasses(info(nameOrPath, reader), precision, device));
  }

  /**
   * Opens a model's network with random weights in place of its own, which training must beat; the
   * caller closes it.
   *
   * @return empty if it is no vision transformer
   * @throws UnusableWeightsException if there is no such model or its weights can't be used
   */
  public Optional<FeatureExtractor> openRandom(
      String nameOrPath, Precision precision, ComputeDevice device) throws IOException {
    return ModelReader.read(
        files(nameOrPath),
        reader -> reader.openRandom(info(nameOrPath, reader), precision, device));
  }

  /**
   * Tells about a model.
   *
   * @throws UnusableWeightsException if there is no such model or its weights can't be used
   */
  public ModelInfo info(String nameOrPath) throws IOException {
    return ModelReader.read(files(nameOrPath), reader -> info(nameOrPath, reader));
  }

  private ModelInfo info(String nameOrPath, ModelReader reader) throws IOException {
    if (isStored(nameOrPath)) {
      ModelStore.Facts stored = store.facts(nameOrPath);
      return reader.info(nameOrPath, stored.facts(), stored.sha256());
    }
    // What is in the store was looked through when it came there.
    reader.verifyFinite();
    return reader.info(nameOrPath, reader.facts(nameOrPath), reader.sha256());
  }

  /**
   * The network that a model is.
   *
   * @throws UnusableWeightsException if there is no such model or its weights can't be used
   */
  public Architecture architecture(String nameOrPath) throws IOException {
    return ModelReader.read(files(nameOrPath), ModelReader::architecture);
  }

  /**
   * Where a model's weights lie; the built-in one's are a copy that goes with the process.
   *
   * @throws UnusableWeightsException if there is no such model or its weights can't be used
   */
  public ModelSource source(String nameOrPath) throws IOException {
    Optional<String> origin =
        isStored(nameOrPath) ? Optional.of(store.facts(nameOrPath).origin()) : Optional.empty();
    return ModelReader.read(files(nameOrPath), reader -> reader.source(origin));
  }

  /** The built-in model's name and those in the store, sorted. */
  public List<String> list() throws IOException {
    SortedSet<String> names = new TreeSet<>(store.names());
    names.add(StandardModel.NAME);
    return List.copyOf(names);
  }

  /**
   * Brings weights into the store, once they are known to make a network. Where the file system can
   * give a file a second name they are not copied.
   *
   * @param source a file of weights or a folder with one; {@code config.json} beside it comes along
   * @param name letters, digits, dots, hyphens and underscores; a model of that name is replaced
   * @param normalisation of the images it was trained on; if empty, by what {@code source} and
   *     {@code name} tell
   * @throws UnusableWeightsException if the weights can't be used
   */
  public ModelInfo importWeights(
      Path source, String name, Optional<ImageNormalisation> normalisation) throws IOException {
    return bring(
        ModelFiles.at(source),
        name,
        name,
        source.toAbsolutePath().normalize().toString(),
        normalisation,
        ModelStore.Bringing.OR_COPY);
  }

  private ModelInfo bring(
      ModelFiles files,
      String name,
      String hint,
      String origin,
      Optional<ImageNormalisation> normalisation,
      ModelStore.Bringing bringing)
      throws IOException {
    if (!ModelStore.isName(name) || name.equals(StandardModel.NAME)) {
      throw new UnusableWeightsException(
          "'%s' can't be a model's name. Letters, digits, '.', '-' and '_', beginning with a letter or digit, expected; and not %s."
              .formatted(name, StandardModel.NAME));
    }
    ModelStore.Facts facts =
        ModelReader.read(
            files,
            reader -> {
              reader.verifyFinite();
              ModelFacts known = reader.facts(name, hint);
              return ModelStore.Facts.of(
                  normalisation.map(known::withNormalisation).orElse(known),
                  reader.sha256(),
                  origin,
                  files);
            });
    store.put(name, files, facts, bringing);
    return info(name);
  }

  /**
   * Downloads a repository's weights into the hub's cache, unless they are there, and brings them
   * into the store.
   *
   * @param name to call the model by; if empty, the repository's own
   * @throws HubRefusedException if the hub refuses, as it does for gated models without a token
   * @throws UnusableWeightsException if the weights can't be used
   */
  public ModelInfo pull(HubRepository repository, Optional<String> name, DownloadProgress progress)
      throws IOException {
    Optional<Path> weights = repository.fetch(ModelFiles.WEIGHTS, progress);
    if (weights.isEmpty()) {
      weights = repository.fetch(ModelFiles.INDEX, progress);
      if (weights.isEmpty()) {
        throw new UnusableWeightsException(
            "%s at %s has neither %s nor %s, or does not exist. A repository of a DINOv3 backbone expected."
                .formatted(
                    repository.name(), repository.commit(), ModelFiles.WEIGHTS, ModelFiles.INDEX));
      }
      for (String part : ShardedSafetensors.fileNames(weights.get())) {
        repository.fetch(part, progress);
      }
    }
    repository.fetch(ModelFiles.CONFIG, progress);
    repository.fetch(ModelFiles.PROCESSOR, progress);
    String own = repository.name().substring(repository.name().indexOf('/') + 1);
    return bring(
        ModelFiles.at(weights.get()),
        name.orElse(own),
        own,
        repository.name() + " at " + repository.commit(),
        Optional.empty(),
        ModelStore.Bringing.OR_REFER);
  }

  /**
   * Takes a model out of the store. The file that it was imported from and the hub's cache stay.
   *
   * @throws UnusableWeightsException if the store has no such model
   */
  public void remove(String name) throws IOException {
    if (!store.has(name)) {
      throw new UnusableWeightsException(
          name.equals(StandardModel.NAME)
              ? name + " is built in and can't be removed."
              : "There is no model '%s' in the store. There are: %s."
                  .formatted(name, String.join(", ", list())));
    }
    store.remove(name);
  }

  /**
   * Writes a model as Hugging Face's libraries read it: {@code model.safetensors} and {@code
   * config.json}.
   *
   * @param folder to write into; made if it is not there
   * @param type F32, BF16 or F16
   * @param overwrite whether files of these names are replaced
   * @throws UnusableWeightsException if there is no such model, or Hugging Face's has no place for
   *     what it is
   */
  public void export(String nameOrPath, Path folder, StorageType type, boolean overwrite)
      throws IOException {
    HuggingFaceExport export = new HuggingFaceExport(folder, type, overwrite);
    ModelReader.read(
        files(nameOrPath),
        reader -> {
          reader.export(export, info(nameOrPath, reader));
          return null;
        });
  }

  private ModelFiles files(String nameOrPath) throws IOException {
    if (nameOrPath.equals(StandardModel.NAME)) {
      return StandardModel.files();
    }
    if (isStored(nameOrPath)) {
      return store.files(nameOrPath);
    }
    if (!isExistingPath(nameOrPath)) {
      throw new UnusableWeightsException(
          "There is no model and no file '%s'. There are: %s. Others come by 'gramscape model import' or 'pull'."
              .formatted(nameOrPath, String.join(", ", list())));
    }
    return ModelFiles.at(Path.of(nameOrPath));
  }

  /** Not so for the built-in model, even where a store has one of that name from earlier days. */
  private boolean isStored(String name) {
    return !name.equals(StandardModel.NAME) && store.has(name);
  }

  private static boolean isExistingPath(String text) {
    try {
      return Files.exists(Path.of(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
