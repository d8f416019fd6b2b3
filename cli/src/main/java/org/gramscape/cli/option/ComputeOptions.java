package org.gramscape.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.gramscape.cli.Text;
import org.gramscape.model.ClassNetwork;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.HeightNetwork;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Models;
import org.gramscape.model.OpenModel;
import org.gramscape.model.Precision;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How backbones compute. */
public final class ComputeOptions {
  @Option(
      names = "--precision",
      paramLabel = "NUMBERS",
      defaultValue = "fp32",
      description =
          "auto, fp32, bf16 or int8; auto is bf16 where the processor multiplies such numbers, fp32"
              + " elsewhere (default: ${DEFAULT-VALUE}, whose features every machine has).")
  private PrecisionChoice precision;

  @Mixin private DeviceOption device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Tiles computed at once (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  public int threads() {
    if (threads < 1) {
      throw new IllegalArgumentException("--threads " + threads + ": at least one is needed");
    }
    return threads;
  }

  /** Opens a model; the caller closes it. */
  public FeatureExtractor open(String name) throws IOException {
    return Models.local().open(name, precision(name), device.get());
  }

  /** See {@link Models#openHeights}. */
  public HeightNetwork openHeights(String name, Optional<Path> head) throws IOException {
    return Models.local().openHeights(name, head, precision(name), device.get());
  }

  /** See {@link Models#openClasses}. */
  public ClassNetwork openClasses(String name) throws IOException {
    return Models.local().openClasses(name, precision(name), device.get());
  }

  /** See {@link Models#openRandom}. */
  public Optional<FeatureExtractor> openRandom(String name) throws IOException {
    return Models.local().openRandom(name, precision(name), device.get());
  }

  /** In what numbers a model computes; ConvNeXts in float32 only. */
  public Precision precision(String name) throws IOException {
    Precision wanted = precision.precision(device.get());
    boolean free = precision == PrecisionChoice.auto && wanted != Precision.FP32;
    return free && Models.local().info(name).architecture().startsWith("convnext")
        ? Precision.FP32
        : wanted;
  }

  /** The first line of what a command says: the model and how it computes. */
  public String describe(OpenModel opened) {
    ModelInfo info = opened.info();
    return String.format(
        Locale.ROOT,
        "Model %s: %s, %.1f M parameters; %s on %s, %s",
        info.name(),
        info.architecture(),
        info.parameters() / 1e6,
        opened.precision().name().toLowerCase(Locale.ROOT)
            + (precision == PrecisionChoice.auto ? " (chosen by auto)" : ""),
        opened.device().isGpu() ? opened.device() : "the CPU",
        Text.count(threads(), "thread"));
  }
}
