package org.gramscape.training.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.gramscape.canopy.HeightPair;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.Layers;
import org.gramscape.model.TrainedBackbone;
import org.gramscape.model.ssl.Networks;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.ssl.recipe.StudentRecipe;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.tiling.ScaleRule;
import org.gramscape.tiling.SceneView;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObserversTest {
  private static final SceneView VIEW =
      new SceneView(Backend.JVM, List.of(), ScaleRule.BITS, 128, 32, OptionalDouble.of(0.2));

  @TempDir static Path folder;
  private static final List<String> SMALL =
      List.of(
          "backbone.depth=2",
          "backbone.width=64",
          "backbone.heads=1",
          "backbone.hiddenWidth=64",
          "heads.dino.prototypes=64",
          "heads.ibot.prototypes=64");

  private static Networks networks;
  private static VisionTransformer teacher;

  @BeforeAll
  static void makeNetwork() throws IOException {
    networks =
        new Networks(
            List.of(StudentRecipe.alone(RecipeReader.read("vitt-pretrain", SMALL))),
            ComputeDevice.CPU);
    teacher = networks.students().get(0).average().backbone();
  }

  @AfterAll
  static void close() {
    networks.close();
  }

  /** Blue and green halves with a red corner. */
  private static String image(int scene) throws IOException {
    Path file = folder.resolve("image" + scene + ".tif");
    if (Files.exists(file)) {
      return file.toString();
    }
    return Painted.write(
        file,
        scene,
        3,
        SampleType.UINT8,
        (band, row, column) -> {
          int strong = row < 10 && column < 10 ? 0 : column < 20 ? 2 : 1;
          return (band == strong ? 180 : 40) + (row * 7 + column * 5) % 20;
        });
  }

  private static HeightPair pair(int scene) throws IOException {
    String heights =
        Painted.write(
            folder.resolve("heights" + scene + ".tif"),
            scene,
            1,
            SampleType.FLOAT32,
            (band, row, column) -> column < 20 ? 2 : 12);
    return new HeightPair(image(scene), heights);
  }

  private static ClassScene classScene(int scene) throws IOException {
    String labels =
        Painted.write(
            folder.resolve("labels" + scene + ".tif"),
            scene,
            1,
            SampleType.UINT8,
            (band, row, column) -> column < 20 ? 1 : 2);
    return new ClassScene(image(scene), labels, Optional.empty());
  }

  @Test
  void picturesShowTheSceneBesideWhatIsSeen() throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    PictureObserver observer =
        new PictureObserver(
            List.of(image(1), image(2)), VIEW, ImageNormalisation.SAT_493M, 2, problem -> {});

    observer.observe(5, teacher, pictures);
    observer.observe(1000, teacher, pictures);

    try (var files = Files.list(pictures)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "scene1-image1-00000005.png",
              "scene2-image2-00000005.png",
              "scene1-image1-00001000.png",
              "scene2-image2-00001000.png",
              "scenes.txt");
    }
    Path first = pictures.resolve("scene1-image1-00000005.png");
    assertThat(first)
        .as("the same network is seen in the same colours")
        .hasSameBinaryContentAs(pictures.resolve("scene1-image1-00001000.png"));
    BufferedImage picture = ImageIO.read(first.toFile());
    // 13 whole patches of 3 m, 27 pixels each, and five panels.
    assertThat(picture.getWidth()).isEqualTo(5 * 351 + 6 * 8);
    assertThat(picture.getHeight()).isEqualTo(351 + 2 * 8);
    assertThat(picture.getRGB(8 + 300, 300) >> 8 & 255).as("green to the right").isGreaterThan(150);
    assertThat(picture.getRGB(8 + 100, 300) & 255).as("blue to the left").isGreaterThan(150);
  }

  /** Ten patches of 4 m fit a scene; of these probes, which need labels, tell it as well. */
  @Test
  void sharpnessOfWhatIsShownNeedsNoLabels() throws Exception {
    Path pictures = Files.createDirectories(folder.resolve("sharp"));
    SceneView view = VIEW.withGroundSampleDistance(0.25);
    List<ClassScene> scenes = List.of(classScene(1), classScene(2));
    Map<String, Double> probed =
        new ProbeObserver(
                new FeatureProbes(List.of(), List.of(), scenes, 5, 1, view),
                ImageNormalisation.SAT_493M,
                1,
                problem -> {})
            .observe(5, teacher, pictures);

    Map<String, Double> seen =
        new PictureObserver(
                List.of(image(1), image(2)), view, ImageNormalisation.SAT_493M, 1, problem -> {})
            .observe(5, teacher, pictures);

    assertThat(seen)
        .containsOnly(
            entry("similarity.shown.contrast", probed.get("similarity.contrast")),
            entry("similarity.shown.isolated", probed.get("similarity.isolated")));
    assertThat(seen.get("similarity.shown.contrast")).isGreaterThan(0.1);
  }

  @Test
  void whatCantBeReadAtALookIsToldAndEndsNothing() throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("some"));
    String gone = folder.resolve("gone.tif").toString();
    List<String> told = new ArrayList<>();
    assertThat(
            new PictureObserver(
                    List.of(gone, image(1)), VIEW, ImageNormalisation.SAT_493M, 1, told::add)
                .observe(5, teacher, pictures))
        .isEmpty();
    assertThat(pictures).isDirectoryContaining("glob:**/scene2-image1-00000005.png");
    FeatureProbes probes =
        new FeatureProbes(
            List.of(pair(7), new HeightPair(gone, gone)), List.of(pair(8)), List.of(), 5, 5, VIEW);
    assertThat(
            new ProbeObserver(probes, ImageNormalisation.SAT_493M, 1, told::add)
                .observe(5, teacher, pictures))
        .isEmpty();
    assertThat(told).hasSize(2).allMatch(line -> line.contains(gone));
    assertThat(told.get(0)).startsWith("No picture after 5 iterations: ");
    assertThat(told.get(1)).startsWith("No probes after 5 iterations: ");
  }

  @Test
  void aSceneKeepsItsNumberWhateverElseIsShown() throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("numbered"));
    long iteration = 0;
    for (List<String> shown :
        List.of(List.of(image(1), image(2)), List.of(image(2)), List.of(image(3), image(2)))) {
      iteration++;
      new PictureObserver(shown, VIEW, ImageNormalisation.SAT_493M, 1, problem -> {})
          .observe(iteration, teacher, pictures);
    }

    assertThat(new NumberedScenes(pictures).read()).containsExactly(image(1), image(2), image(3));
    try (var files = Files.list(pictures)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "scene1-image1-00000001.png",
              "scene2-image2-00000001.png",
              "scene2-image2-00000002.png",
              "scene2-image2-00000003.png",
              "scene3-image3-00000003.png",
              "scenes.txt");
    }
  }

  @Test
  void aSceneOfOneBandIsShownGrey() throws IOException {
    List<String> grey = new ArrayList<>(SMALL);
    grey.add("normalisation={mean: [0.4], standardDeviation: [0.2]}");
    String scene =
        Painted.write(
            folder.resolve("grey.tif"), 9, 1, SampleType.UINT8, (band, row, column) -> 3 * row);
    Path pictures = Files.createDirectories(folder.resolve("grey"));
    try (Networks one =
        new Networks(
            List.of(StudentRecipe.alone(RecipeReader.read("vitt-pretrain", grey))),
            ComputeDevice.CPU)) {
      ImageNormalisation normalisation =
          ImageNormalisation.of(new float[] {0.4f}, new float[] {0.2f});
      PictureObserver.require(scene, VIEW, 1);
      new PictureObserver(List.of(scene), VIEW, normalisation, 1, problem -> {})
          .observe(1, one.students().get(0).average().backbone(), pictures);
    }

    int color =
        ImageIO.read(pictures.resolve("scene1-grey-00000001.png").toFile()).getRGB(200, 200);
    assertThat(color & 255).isBetween(40, 80).isEqualTo(color >> 8 & 255);
  }

  @Test
  void probesOfABackboneInTrainingAreThoseOfItsFeatures() throws Exception {
    FeatureProbes probes =
        new FeatureProbes(
            List.of(pair(3), pair(4)), List.of(pair(5)), List.of(classScene(6)), 5, 5, VIEW);

    Map<String, Double> seen =
        new ProbeObserver(probes, ImageNormalisation.SAT_493M, 2, problem -> {})
            .observe(7, teacher, folder);

    ProbeScores scores;
    try (FeatureExtractor model =
        new TrainedBackbone(teacher, ImageNormalisation.SAT_493M, 0.6, "").features()) {
      scores = probes.score(model, Layers.LAST, 1, () -> {});
    }
    assertThat(seen)
        .containsEntry("height.r2", scores.heights().orElseThrow().r2())
        .containsEntry("class.linearIou", scores.linearMeanIou())
        .containsEntry("similarity.contrast", scores.sharpness().contrast())
        .containsKeys(
            "height.blockR2",
            "height.mae",
            "class.neighboursIou",
            "class.contrast",
            "similarity.isolated");
    assertThat(seen.get("height.r2")).isGreaterThan(0.8);
    assertThat(seen.get("class.linearIou")).isGreaterThan(0.8);
  }
}
