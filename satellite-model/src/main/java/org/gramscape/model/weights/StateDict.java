package org.gramscape.model.weights;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.layer.ParameterValues;

/** A network's tensors by Meta's names, whatever names their file has. */
public final class StateDict {
  private static final String HEAD = "head.";

  /** A counter of batch norms, which no computation needs. */
  private static final String BATCHES_SEEN = ".num_batches_tracked";

  private final KeyLayout layout;
  private final Map<String, StoredTensor> tensors;

  private StateDict(KeyLayout layout, Map<String, StoredTensor> tensors) {
    this.layout = layout;
    this.tensors = tensors;
  }

  /**
   * The tensors of a file in one of the known layouts. Of a training checkpoint only those under
   * {@code backbone.}; its heads are left.
   *
   * @throws WeightsFormatException if its names are of no known layout
   */
  public static StateDict of(WeightsFile file) throws WeightsFormatException {
    Map<String, StoredTensor> tensors = KeyLayout.backbone(file.tensors());
    if (tensors.containsKey("pos_embed")) {
      throw new WeightsFormatException(
          file.path()
              + " has a pos_embed, so it is a DINOv2 or another older backbone. A DINOv3 one"
              + " expected.");
    }
    KeyLayout layout =
        KeyLayout.of(tensors.keySet())
            .orElseThrow(
                () ->
                    new WeightsFormatException(
                        "%s holds no DINOv3 backbone: its tensors begin %s. Names as Meta's (cls_token, blocks.0...), Hugging Face's (embeddings.cls_token, layer.0...) or timm's (reg_token, blocks.0...) expected."
                            .formatted(file.path(), tensors.keySet().stream().limit(3).toList())));
    return new StateDict(layout, layout.toCanonical(tensors));
  }

  /**
   * The tensors of a file that are a DPT head's: by Meta's names, with or without {@code head.}
   * before them, or by Hugging Face's. Those of a backbone beside it are left.
   *
   * @return empty if it has none
   */
  public static Optional<StateDict> ofHead(WeightsFile file) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    boolean huggingFace = false;
    for (Map.Entry<String, StoredTensor> entry : file.tensors().entrySet()) {
      String name = entry.getKey();
      Optional<String> translated = KeyMap.HUGGING_FACE_DPT.toCanonical(name);
      huggingFace |= translated.isPresent() && !translated.get().equals(withoutHead(name));
      String canonical = translated.orElse(withoutHead(name));
      if (KeyMap.HUGGING_FACE_DPT.ofCanonical(canonical).isPresent()
          && !canonical.endsWith(BATCHES_SEEN)) {
        tensors.put(canonical, entry.getValue());
      }
    }
    return tensors.keySet().stream().anyMatch(name -> name.startsWith("reassemble_blocks."))
        ? Optional.of(new StateDict(huggingFace ? KeyLayout.HUGGING_FACE : KeyLayout.META, tensors))
        : Optional.empty();
  }

  /** The tensors of a file that are a linear head's, {@code head.conv.weight} and so on. */
  public static StateDict ofLinearHead(WeightsFile file) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    file.tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(HEAD)) {
                tensors.put(withoutHead(name), tensor);
              }
            });
    return new StateDict(KeyLayout.META, tensors);
  }

  private static String withoutHead(String name) {
    return name.startsWith(HEAD) ? name.substring(HEAD.length()) : name;
  }

  /** The values of a network, which goes on owning them. */
  public static StateDict of(NamedBlock network) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    network
        .namedParameters()
        .forEach((name, parameter) -> tensors.put(name, StoredTensor.of(parameter.getArray())));
    return new StateDict(KeyLayout.META, tensors);
  }

  /** Whose names the file has. */
  public KeyLayout layout() {
    return layout;
  }

  /** How the file keeps values: one type, or several, sorted. */
  public SortedSet<StorageType> storage() {
    SortedSet<StorageType> types = new TreeSet<>();
    tensors.forEach(
        (name, tensor) -> {
          if (!isDerived(name)) {
            types.add(tensor.storage());
          }
        });
    return types;
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  public boolean contains(String name) {
    return tensors.containsKey(name);
  }

  /** A tensor, or null. */
  public StoredTensor tensor(String name) {
    return tensors.get(name);
  }

  /** The shape of a tensor, or null. */
  public Shape shape(String name) {
    StoredTensor tensor = tensors.get(name);
    return tensor == null ? null : tensor.shape();
  }

  /**
   * Gives a network values of its own, fit for training.
   *
   * @param manager owns them
   * @throws WeightsMismatchException if a tensor is missing, left over or of another shape; then
   *     nothing has been read
   */
  public void load(NamedBlock network, NDManager manager) throws IOException {
    copies(network).fill(network, name -> true, manager);
  }

  /**
   * Gives a network values that must only be read, as {@link #views} has them.
   *
   * @param manager owns them
   * @throws WeightsMismatchException as {@link #load}
   */
  public void map(NamedBlock network, NDManager manager) throws IOException {
    views(network).fill(network, name -> true, manager);
  }

  /**
   * Values for a network in memory of libtorch's own.
   *
   * @throws WeightsMismatchException as {@link #load}
   */
  public ParameterValues copies(NamedBlock network) throws WeightsMismatchException {
    verify(network);
    ArrayLoader loader = new ArrayLoader();
    return (name, owner) -> loader.copy(tensors.get(name), owner);
  }

  /**
   * Values for a network where they lie. Where the file has float32 the memory is the mapped
   * file's: nothing is read before it is used, and the operating system may drop it again. Others
   * are copies. Once read, the file may be closed, but must not be changed.
   *
   * @throws WeightsMismatchException as {@link #load}
   */
  public ParameterValues views(NamedBlock network) throws WeightsMismatchException {
    verify(network);
    ArrayLoader loader = new ArrayLoader();
    return (name, owner) -> loader.view(tensors.get(name), owner);
  }

  /**
   * Reads every value once, to find what no trained network has.
   *
   * @throws WeightsFormatException if a value is infinite or not a number
   */
  public void verifyFinite() throws IOException {
    ByteBuffer values = ByteBuffer.allocateDirect(0);
    for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
      StoredTensor tensor = entry.getValue();
      if (isDerived(entry.getKey())) {
        continue;
      }
      if (values.capacity() < tensor.byteSize()) {
        values = ByteBuffer.allocateDirect(tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
      }
      tensor.copyTo(values.clear());
      if (!allFinite(values.flip())) {
        throw new WeightsFormatException(
            "The tensor %s has values that are infinite or no numbers, as after a training that failed. Take an earlier checkpoint, or download the file again."
                .formatted(entry.getKey()));
      }
    }
  }

  private static boolean allFinite(ByteBuffer values) {
    FloatBuffer floats = values.asFloatBuffer();
    float[] chunk = new float[1 << 14];
    while (floats.hasRemaining()) {
      int count = Math.min(chunk.length, floats.remaining());
      floats.get(chunk, 0, count);
      // Zero times a value is zero, unless it is infinite or no number.
      float zero = 0;
      for (int i = 0; i < count; i++) {
        zero += 0 * chunk[i];
      }
      if (zero != 0) {
        return false;
      }
    }
    return true;
  }

  /** Writes the tensors as float32 with Meta's names. */
  public void save(Path path, Map<String, String> metadata) throws IOException {
    SafetensorsWriter.write(path, tensors, metadata);
  }

  /**
   * Writes the tensors with Hugging Face's names; what they don't keep is left out.
   *
   * @param keyBias whether keys have a bias; in every release it is held at zero and left out
   */
  public void saveHuggingFace(
      Path path, StorageType type, boolean keyBias, Map<String, String> metadata)
      throws IOException {
    SafetensorsWriter.write(path, huggingFace(keyBias), type, metadata);
  }

  /** As {@link #saveHuggingFace}, for a backbone with a dense head. */
  public void saveHuggingFace(
      Path path, StateDict head, StorageType type, boolean keyBias, Map<String, String> metadata)
      throws IOException {
    Map<String, StoredTensor> both = new LinkedHashMap<>();
    huggingFace(keyBias).forEach((name, tensor) -> both.put("backbone." + name, tensor));
    head.tensors.forEach(
        (name, tensor) ->
            both.put(KeyMap.HUGGING_FACE_DPT.ofCanonical(name).orElse(HEAD + name), tensor));
    SafetensorsWriter.write(path, both, type, metadata);
  }

  private Map<String, StoredTensor> huggingFace(boolean keyBias) {
    Map<String, StoredTensor> own = new LinkedHashMap<>(tensors);
    own.keySet().removeIf(StateDict::isDerived);
    return HuggingFaceLayout.ofCanonical(own, keyBias);
  }

  /**
   * Compares names and shapes with a network's, reading no values.
   *
   * @throws WeightsMismatchException if a tensor is missing, left over or of another shape
   */
  public void verify(NamedBlock network) throws WeightsMismatchException {
    Map<String, Shape> expected = network.namedShapes();
    Map<String, StoredTensor> own = new LinkedHashMap<>(tensors);
    own.keySet().removeIf(name -> isDerived(name) && !expected.containsKey(name));
    WeightsMismatchException.throwUnlessSame(own, expected);
  }

  /** Whether a tensor only repeats what the network's shape or another tensor says. */
  private static boolean isDerived(String name) {
    return name.equals("rope_embed.periods")
        || name.endsWith(".attn.qkv.bias_mask")
        || name.startsWith("norms.3.");
  }
}
