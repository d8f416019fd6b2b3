package org.gramscape.model;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gramscape.model.convnext.ConvNext;
import org.gramscape.model.dpt.DepthConfig;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.layer.ParameterValues;
import org.gramscape.model.segmentation.SegmentationConfig;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.KeyLayout;
import org.gramscape.model.weights.StateDict;
import org.gramscape.model.weights.WeightsFile;
import org.gramscape.model.weights.WeightsFormatException;

/** Reads a model's files: what they are, and the model itself. */
final class ModelReader {
  private final ModelFiles files;
  private final WeightsFile file;
  private final StateDict weights;
  private final JsonNode config;
  private final Architecture architecture;
  private final Optional<SegmentationConfig> classes;
  private final Optional<StateDict> head;

  private ModelReader(ModelFiles files, WeightsFile file) throws IOException {
    this.files = files;
    this.file = file;
    weights = StateDict.of(file);
    // Another library's file of that name describes its own network, in its own words.
    config =
        files.config().isPresent() && weights.layout() == KeyLayout.HUGGING_FACE
            ? json(files.config().get())
            : MissingNode.getInstance();
    architecture =
        config.isMissingNode()
            ? Architecture.ofShapes(weights)
            : Architecture.ofHuggingFace(
                config.has("backbone_config") ? config.path("backbone_config") : config, weights);
    classes =
        config.path("model_type").asText().equals(SegmentationConfig.MODEL_TYPE)
            ? Optional.of(SegmentationConfig.of(config))
            : Optional.empty();
    head =
        classes.isPresent() && classes.get().kind() == SegmentationConfig.Kind.LINEAR
            ? Optional.of(StateDict.ofLinearHead(file))
            : StateDict.ofHead(file);
  }

  /** Something to do with a reader while its file is open. */
  interface Use<T> {
    T with(ModelReader reader) throws IOException;
  }

  /**
   * Opens the files, checks that their tensors make the network that they claim, and closes them
   * after the use.
   */
  static <T> T read(ModelFiles files, Use<T> use) throws IOException {
    try (WeightsFile file = WeightsFile.open(files.weights())) {
      ModelReader reader = new ModelReader(files, file);
      reader.weights.verify(reader.network());
      return use.with(reader);
    }
  }

  private static JsonNode json(Path file) throws IOException {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new WeightsFormatException(
          file + " is no JSON: " + e.getOriginalMessage() + ". Download it again.", e);
    }
  }

  private boolean isOfHeights() {
    return config.path("model_type").asText().equals(DepthConfig.MODEL_TYPE);
  }

  /**
   * What the head for heights beside the backbone is; empty if there is none.
   *
   * @throws UnusableWeightsException if it is none that can be read
   */
  Optional<DepthConfig> heights() throws IOException {
    if (head.isEmpty() || classes.isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        isOfHeights()
            ? DepthConfig.ofHuggingFace(config, head.get())
            : DepthConfig.ofShapes(head.get(), architecture.depth()));
  }

  /** What the head for classes beside the backbone is; empty if there is none. */
  Optional<SegmentationConfig> classes() {
    return classes;
  }

  /** The network that the tensors make. */
  Architecture architecture() {
    return architecture;
  }

  private NamedBlock network() {
    if (architecture instanceof Architecture.Vit vit) {
      return new VisionTransformer(vit.config());
    }
    return new ConvNext(((Architecture.ConvNext) architecture).config());
  }

  /** Facts by the header and by names: of the file, then those given, then of the folder. */
  ModelFacts facts(String... names) throws IOException {
    Path path = files.weights().toAbsolutePath();
    List<String> hints = new ArrayList<>(List.of(path.getFileName().toString()));
    hints.addAll(List.of(names));
    hints.add(path.getParent().getFileName().toString());
    ModelFacts facts = ModelFacts.of(hints, architecture, file.metadata());
    return head.isPresent() && !ModelFacts.tellsNormalisation(file.metadata())
        ? facts.withNormalisation(normalisationOfHeights())
        : facts;
  }

  /** What the processor beside the head says, or CHMv2's. */
  private ImageNormalisation normalisationOfHeights() throws IOException {
    if (files.processor().isEmpty()) {
      return ImageNormalisation.CHMV2;
    }
    Path processor = files.processor().get();
    JsonNode json = json(processor);
    try {
      return ImageNormalisation.of(
          numbers(json.path("image_mean")), numbers(json.path("image_std")));
    } catch (IllegalArgumentException e) {
      throw new WeightsFormatException(
          "%s has image_mean and image_std that can't be: %s. Download it again."
              .formatted(processor, e.getMessage()),
          e);
    }
  }

  private static float[] numbers(JsonNode list) {
    float[] numbers = new float[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) list.get(i).asDouble();
    }
    return numbers;
  }

  /**
   * Reads every value once.
   *
   * @throws WeightsFormatException if one is infinite or not a number
   */
  void verifyFinite() throws IOException {
    weights.verifyFinite();
    if (head.isPresent()) {
      head.get().verifyFinite();
    }
  }

  /** Of the files with tensors. */
  String sha256() throws IOException {
    return Digest.of(files.parts());
  }

  ModelSource source(Optional<String> origin) throws IOException {
    return new ModelSource(
        files.weights(), file.format(), weights.layout(), weights.storage(), files.bytes(), origin);
  }

  void export(HuggingFaceExport export, ModelInfo info) throws IOException {
    export.write(architecture, weights, ModelFacts.of(info));
  }

  ModelInfo info(String name, ModelFacts facts, String sha256) {
    return new ModelInfo(
        name,
        architecture.name(),
        network().parameterCount(),
        architecture.channels(),
        architecture.depth(),
        architecture instanceof Architecture.Vit vit
            ? vit.config().patchSize()
            : ConvNextFeatureExtractor.PATCH_SIZE,
        facts.normalisation(),
        facts.groundSampleDistance(),
        sha256,
        facts.licence());
  }

  /** The network with its values, which the manager owns and which must only be read. */
  NamedBlock load(NDManager manager) throws IOException {
    NamedBlock network = network();
    values(network, manager).fill(network, name -> true, manager);
    return network;
  }

  /** The network with values of its own, fit for training. */
  VisionTransformer vit(String name, NDManager manager) throws IOException {
    if (!(network() instanceof VisionTransformer vit)) {
      throw new UnusableWeightsException(
          "%s is a %s; a vision transformer is needed here.".formatted(name, architecture.name()));
    }
    weights.load(vit, manager);
    return vit;
  }

  private ParameterValues values(NamedBlock network, NDManager manager) throws IOException {
    return manager.getDevice().isGpu() ? weights.copies(network) : weights.views(network);
  }

  FeatureExtractor open(ModelInfo info, Precision precision, ComputeDevice device)
      throws IOException {
    NDManager manager = Torch.newManager(device);
    try {
      return architecture instanceof Architecture.Vit vit
          ? openVit(vit.config(), info, manager, precision, device)
          : openConvNext(info, manager, precision, device);
    } catch (IOException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Opens the backbone with the head beside it.
   *
   * @throws UnusableWeightsException if there is no head
   */
  HeightNetwork openHeights(ModelInfo info, Precision precision, ComputeDevice device)
      throws IOException {
    Optional<DepthConfig> own = heights();
    if (own.isEmpty()) {
      throw new UnusableWeightsException(
          "%s is a backbone without a head for heights. Pass a head with --head FILE, or another --model."
              .formatted(info.name()));
    }
    return openHeights(info, head.get(), own.get(), info.sha256(), precision, device);
  }

  /**
   * Opens the backbone with a head of another file.
   *
   * @throws UnusableWeightsException if that has no head, or one for another backbone
   */
  HeightNetwork openHeights(
      ModelInfo info, Path headFile, Precision precision, ComputeDevice device) throws IOException {
    try (WeightsFile other = WeightsFile.open(headFile)) {
      ImageNormalisation normalisation =
          ModelFacts.tellsNormalisation(other.metadata())
              ? ModelFacts.of(List.of(), architecture, other.metadata()).normalisation()
              : ImageNormalisation.CHMV2;
      StateDict tensors =
          StateDict.ofHead(other)
              .orElseThrow(
                  () ->
                      new UnusableWeightsException(
                          "%s holds no DPT head: names as Meta's (reassemble_blocks...) or Hugging Face's (head.reassemble_stage...) expected."
                              .formatted(headFile)));
      tensors.verifyFinite();
      return openHeights(
          info.withNormalisation(normalisation),
          tensors,
          DepthConfig.ofShapes(tensors, architecture.depth()),
          Digest.of(headFile),
          precision,
          device);
    }
  }

  private HeightNetwork openHeights(
      ModelInfo info,
      StateDict tensors,
      DepthConfig headConfig,
      String headSha256,
      Precision precision,
      ComputeDevice device)
      throws IOException {
    return new HeadTensors(tensors, headConfig)
        .open(
            headConfig.head(HeadTensors.ofHead(precision)),
            info,
            this,
            precision,
            device,
            (backbone, blocks, made, manager) ->
                new VitHeightNetwork(info, backbone, blocks, made, headSha256, manager, device));
  }

  /**
   * Opens the backbone with the head for classes beside it.
   *
   * @throws UnusableWeightsException if there is no such head
   */
  ClassNetwork openClasses(ModelInfo info, Precision precision, ComputeDevice device)
      throws IOException {
    if (classes.isEmpty()) {
      throw new UnusableWeightsException(
          "%s is a backbone without a head for classes. Pass a head of gramscape fit classes with --head FILE, or a model of gramscape train-classes with --model."
              .formatted(info.name()));
    }
    SegmentationConfig own = classes.get();
    String sha256 = Digest.of(info.sha256() + own);
    return new HeadTensors(head.orElseThrow(), own)
        .open(
            own.head(HeadTensors.ofHead(precision), 0),
            info,
            this,
            precision,
            device,
            (backbone, blocks, made, manager) ->
                new VitClassNetwork(info, backbone, blocks, made, own, sha256, manager, device));
  }

  private FeatureExtractor openVit(
      VitConfig config,
      ModelInfo info,
      NDManager manager,
      Precision precision,
      ComputeDevice device)
      throws IOException {
    VisionTransformer network = new VisionTransformer(config);
    FusedBlocks blocks = fuse(network, manager, precision);
    return new VitFeatureExtractor(info, network, blocks, manager, device);
  }

  /**
   * Packs the blocks tensor by tensor, as all of them as float32 may be more than fits into memory,
   * and gives the network the other values, which the manager owns and which must only be read.
   */
  FusedBlocks fuse(VisionTransformer network, NDManager manager, Precision precision)
      throws IOException {
    ParameterValues values = values(network, manager);
    values.fill(network, name -> !VisionTransformer.isOfBlock(name), manager);
    return new FusedBlocks(network, precision, values);
  }

  private FeatureExtractor openConvNext(
      ModelInfo info, NDManager manager, Precision precision, ComputeDevice device)
      throws IOException {
    if (precision != Precision.FP32) {
      throw new UnusableWeightsException(
          "%s is a ConvNeXt, which computes in FP32 only, not in %s. Leave --precision out."
              .formatted(info.name(), precision));
    }
    return new ConvNextFeatureExtractor(info, (ConvNext) load(manager), manager, device);
  }

  /** The same network with random weights; empty if it is no vision transformer. */
  Optional<FeatureExtractor> openRandom(ModelInfo info, Precision precision, ComputeDevice device) {
    return architecture instanceof Architecture.Vit vit
        ? Optional.of(
            RandomModel.open(
                vit.config(), info.normalisation(), info.groundSampleDistance(), precision, device))
        : Optional.empty();
  }
}
