package org.gramscape.training.scenes;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.Window;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.model.ssl.data.ImageSource;
import org.gramscape.model.ssl.data.Normalisation;
import org.gramscape.model.ssl.recipe.Recipe;

/**
 * Random windows of many scenes, each scene as often as its valid pixels are many.
 *
 * <p>A window that can't be read, or has too few valid pixels, is followed by another one drawn
 * from the same random numbers, so neither threads nor what was read before change anything.
 */
public final class Scenes implements AutoCloseable {
  private static final int WINDOWS_OF_A_SCENE = 5;
  private static final int SCENES_OF_AN_IMAGE = 1000;
  private static final int CROPS_TO_MEASURE = 10_000;

  private final SceneSettings settings;
  private final Consumer<String> problems;
  private final List<SurveyedScene> scenes;
  private final Normalisation statistics;

  /** The sum of the shares of the scenes up to this one. */
  private final double[] shares;

  private final OpenScenes open = new OpenScenes();
  private final Set<Scene> broken = ConcurrentHashMap.newKeySet();

  /** That could not be read when they were looked at. */
  private final int leftOut;

  private Scenes(
      SceneSettings settings, Consumer<String> problems, List<SurveyedScene> scenes, int leftOut) {
    this.settings = settings;
    this.problems = problems;
    this.scenes = scenes;
    this.leftOut = leftOut;
    double[] pixels = scenes.stream().mapToDouble(SurveyedScene::validPixels).toArray();
    shares = Shares.capped(pixels, settings.mostShare());
    statistics = Survey.normalisation(scenes.stream().map(SurveyedScene::survey).toList(), shares);
    Arrays.parallelPrefix(shares, Double::sum);
  }

  /**
   * Looks at all scenes; those that can't be read are left out. Small ones are kept decoded, as far
   * as the settings allow.
   *
   * @param names of rasters, none twice
   * @param problems hears once of each scene that can't be read, now or later, in a line; called by
   *     several threads
   * @throws InvalidRasterException if no scene can be read, or two differ in their number of bands
   */
  public static Scenes open(List<String> names, SceneSettings settings, Consumer<String> problems)
      throws IOException {
    List<SurveyedScene> scenes = SurveyedScene.all(names, settings, problems);
    return new Scenes(settings, problems, scenes, names.size() - scenes.size());
  }

  /** Scenes that can be drawn from. */
  public int count() {
    return scenes.size();
  }

  /** Valid pixels of all of them, as far as a survey tells. */
  public long validPixels() {
    return Math.round(scenes.stream().mapToDouble(SurveyedScene::validPixels).sum());
  }

  /** What brings the bands to mean 0 and deviation 1, measured on a bounded number of pixels. */
  public Normalisation statistics() {
    return statistics;
  }

  /** Declared statistics, and measured ones for bands that have none. */
  public Normalisation completed(Normalisation declared) {
    int known = declared.bands();
    if (known >= statistics.bands()) {
      return declared;
    }
    float[] mean = statistics.mean().clone();
    float[] standardDeviation = statistics.standardDeviation().clone();
    System.arraycopy(declared.mean(), 0, mean, 0, known);
    System.arraycopy(declared.standardDeviation(), 0, standardDeviation, 0, known);
    return new Normalisation(mean, standardDeviation);
  }

  /**
   * The ground sample distance that a backbone is trained at, in metres: half of the large crops
   * show the ground finer, half coarser. It follows from the scenes' own, the size of windows, and
   * how much of a window a crop shows in how many pixels.
   *
   * @return empty where no scene says where it is
   */
  public OptionalDouble groundSampleDistance(Recipe.Crops crops) {
    SplittableRandom random = new SplittableRandom(0);
    double[] drawn =
        IntStream.range(0, CROPS_TO_MEASURE)
            .mapToObj(crop -> groundSampleDistance(crops, crops.sizesOf(crop, 0), random))
            .flatMapToDouble(OptionalDouble::stream)
            .sorted()
            .toArray();
    return drawn.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(drawn[drawn.length / 2]);
  }

  private OptionalDouble groundSampleDistance(
      Recipe.Crops crops, Recipe.Sizes sizes, RandomGenerator random) {
    Scene scene = pick(random).scene();
    double least = crops.globalShares().min();
    double share = least + (crops.globalShares().max() - least) * random.nextDouble();
    double shown = side(scene, random) * Math.sqrt(share);
    OptionalDouble own = scene.groundSampleDistance();
    return own.isEmpty() ? own : OptionalDouble.of(own.getAsDouble() * shown / sizes.global());
  }

  /** Their names, without those that are left out. */
  public List<String> names() {
    return scenes.stream().map(each -> each.scene().name()).toList();
  }

  /** Scenes that could not be read: all of them when they were opened, or a window since. */
  public int unread() {
    return leftOut + broken.size();
  }

  /**
   * Windows as images. May be drawn by several threads at once.
   *
   * @param means a value a band that stands where a sample is invalid; the network's, so that what
   *     is invalid is 0 to it
   * @throws InvalidRasterException if the scenes have another number of bands
   */
  public ImageSource images(float[] means) throws InvalidRasterException {
    int bands = statistics.bands();
    if (bands != means.length) {
      throw new InvalidRasterException(
          ("the scenes have %d band(s), and the recipe normalises %d; choose as many with --bands,"
                  + " or normalise them as measured with --measure-bands")
              .formatted(bands, means.length));
    }
    return random -> draw(random, means);
  }

  private Image draw(RandomGenerator random, float[] means) throws IOException {
    IOException last = null;
    for (int i = 0; i < SCENES_OF_AN_IMAGE; i++) {
      SurveyedScene scene = pick(random);
      try {
        Image image = window(scene, means, random);
        if (image != null) {
          return image;
        }
      } catch (IOException e) {
        last = e;
        if (broken.add(scene.scene())) {
          problems.accept("skipped: " + e.getMessage());
        }
      }
    }
    throw new InvalidRasterException(
        "no window to train on in %d tries: %s"
            .formatted(
                SCENES_OF_AN_IMAGE,
                last == null
                    ? "less than %.3g of each was valid; choose scenes with more valid pixels, or a smaller --least-valid"
                        .formatted(settings.leastValid())
                    : "%d of %d scenes can't be read, the last: %s"
                        .formatted(broken.size(), scenes.size(), last.getMessage())),
        last);
  }

  private SurveyedScene pick(RandomGenerator random) {
    int at = Arrays.binarySearch(shares, random.nextDouble() * shares[shares.length - 1]);
    return scenes.get(Math.min(at < 0 ? -1 - at : at + 1, shares.length - 1));
  }

  /** Null if no window with enough valid pixels was found. */
  private Image window(SurveyedScene surveyed, float[] means, RandomGenerator random)
      throws IOException {
    Scene scene = surveyed.scene();
    int side = side(scene, random);
    int width = Math.min(side, scene.width());
    int height = Math.min(side, scene.height());
    for (int i = 0; i < WINDOWS_OF_A_SCENE; i++) {
      int left = random.nextInt(scene.width() - width + 1);
      int top = random.nextInt(scene.height() - height + 1);
      Samples samples = surveyed.kept();
      int row = top;
      int column = left;
      if (samples == null) {
        samples = open.read(scene, new Window(left, top, width, height));
        row = 0;
        column = 0;
      }
      if (samples.validShare(row, column, height, width) >= settings.leastValid()) {
        return new Image(samples.square(row, column, side, means), samples.bands(), side, side);
      }
    }
    return null;
  }

  /** Not more than the scene has, but never less than the least window: then it is mirrored. */
  private int side(Scene scene, RandomGenerator random) {
    double least = Math.log(settings.leastFactor());
    double most = Math.log(settings.mostFactor());
    double factor = Math.exp(least + (most - least) * random.nextDouble());
    double there = Math.min(scene.width(), scene.height());
    double wanted = Math.min(settings.window() * factor, there);
    return (int) Math.round(Math.max(wanted, settings.window() * settings.leastFactor()));
  }

  /** For when nothing is drawn any more. */
  @Override
  public void close() throws IOException {
    open.close();
  }
}
