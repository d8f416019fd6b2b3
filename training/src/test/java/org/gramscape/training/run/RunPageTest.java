package org.gramscape.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.ssl.recipe.StudentRecipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPageTest {
  private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void showsEveryCurveAndNeedsNothingElse() throws Exception {
    Recipe recipe =
        RecipeReader.read(
            "vitt-gram",
            List.of("gramTeacher.weights=a<b>.safetensors", "iterations=5000", "batch=64"));
    Metrics metrics = new Metrics(folder.resolve("metrics.jsonl"));
    Random random = new Random(1);
    for (int i = 1; i <= 1000; i++) {
      Map<String, Double> numbers = new LinkedHashMap<>();
      double falling = Math.exp(-i / 300.0);
      for (String loss : List.of("total", "dinoLocal", "dinoGlobal", "ibot", "koleo", "gram")) {
        numbers.put("loss." + loss, 2 + 9 * falling + 0.3 * random.nextGaussian());
      }
      numbers.put("gradientNorm.backbone", i == 500 ? Double.NaN : 1 + random.nextDouble());
      numbers.put("gradientNorm.dino_head", 0.5 + random.nextDouble());
      numbers.put("gradientNorm.ibot_head", 0.2 + random.nextDouble());
      numbers.put("learningRate", recipe.rates(i - 1).learningRate());
      numbers.put("momentum", recipe.rates(i - 1).momentum());
      numbers.put("gramWeight", 2.0);
      numbers.put("weightDecay", 0.0);
      numbers.put("seconds", 0.4);
      numbers.put("imagesPerSecond", 150 + 5 * random.nextGaussian());
      numbers.put("residentBytes", 3.1e9 + 1e6 * i);
      metrics.append(i, numbers);
      if (i % 100 == 0) {
        metrics.append(i, Map.of("probe.height.r2", 0.5 - 0.4 * falling));
      }
    }
    picture(500, 0xff3355aa);
    picture(1000, 0xffaa5533);
    String html =
        new RunPage(StudentRecipe.alone(recipe), metrics.read(), new Pictures(folder)).html();
    assertThat(html)
        .contains("Gram anchoring of a ViT-Tiny")
        .contains("After 1,000 of 5,000 iterations with batches of 64")
        .contains("Total", "DINO, global crops", "iBOT", "KoLeo", "Learning rate", "Throughput")
        .contains("height.r2", "Norms of gradients", "Resident memory", "After 500 iterations")
        .contains("a&lt;b&gt;.safetensors")
        .doesNotContain("Weight decay")
        .doesNotContain("NaN", "Infinity", "{{")
        .doesNotContainPattern("(?i)(src|href)=\"(?!data:)")
        .doesNotContain("http:", "https:", "<script");
    Matcher figures = SVG.matcher(html);
    int count = 0;
    while (figures.find()) {
      byte[] svg = figures.group().getBytes(StandardCharsets.UTF_8);
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(svg));
      count++;
    }
    assertThat(count).isEqualTo(6 + 1 + 3 + 3);
  }

  private void picture(int iteration, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(360, 72, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 360 * 72; i++) {
      image.setRGB(i % 360, i / 360, rgb + i % 50);
    }
    ImageIO.write(image, "png", folder.resolve("scene1-" + iteration + ".png").toFile());
  }

  @Test
  void aRunOfOneIterationHasAPageToo() throws IOException {
    Metrics metrics = new Metrics(folder.resolve("metrics.jsonl"));
    metrics.append(1, Map.of("loss.total", 3.0, "seconds", 0.1));
    Recipe recipe = RecipeReader.read("vitt-pretrain", List.of("iterations=20000"));
    assertThat(
            new RunPage(StudentRecipe.alone(recipe), metrics.read(), new Pictures(folder)).html())
        .contains("After 1 of 20,000")
        .doesNotContain("NaN");
  }

  @Test
  void studentsAreShownSideBySide() throws Exception {
    Map<String, List<JsonNode>> metrics = new LinkedHashMap<>();
    for (String student : List.of("small", "tiny")) {
      Metrics own = new Metrics(folder.resolve(student + ".jsonl"));
      for (int i = 1; i <= 9; i++) {
        own.append(
            i, Map.of("loss.total", 9.0 - i, "loss.koleo", student.equals("tiny") ? 0.0 : 1.0));
      }
      own.append(9, Map.of("probe.height.r2", 0.4));
      metrics.put(student, own.read());
    }
    Recipe recipe =
        RecipeReader.read("vitt-distill", List.of("teacher.weights=x", "about=Two <students>"));
    String html = new StudentsPage(recipe, metrics).html();
    assertThat(html)
        .contains("Two &lt;students&gt;", "href=\"small/index.html\"", "href=\"tiny/index.html\"")
        .contains("<span class=\"c0\">small <b>", "<span class=\"c1\">tiny <b>", "height.r2")
        .doesNotContain("NaN", "{{", "iBOT");
    assertThat(SVG.matcher(html).results()).hasSize(3);
  }

  /** Marks are round, cover the range, and labels tell them apart. */
  @Property(tries = 300)
  void axesCoverWhatTheyShow(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double one,
      @ForAll @IntRange(min = -9, max = 6) int power,
      @ForAll @IntRange(min = 2, max = 8) int steps) {
    double range = Math.pow(10, power);
    Axis axis = Axis.covering(one, one + range, steps);
    assertThat(axis.share(one)).isBetween(-1e-3, 1.0);
    assertThat(axis.share(one + range)).isBetween(0.0, 1 + 1e-3);
    assertThat(axis.marks()).hasSizeBetween(2, steps + 3);
    assertThat(axis.marks().get(0)).isCloseTo(axis.low(), within(axis.step() / 1e5));
  }

  @Property(tries = 100)
  void thinningKeepsMeansAndExtremes(
      @ForAll @IntRange(min = 1, max = 40) int most,
      @ForAll List<@DoubleRange(min = -9, max = 9) Double> values) {
    List<Curve.Point> points = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      double value = values.get(i);
      points.add(new Curve.Point(i, value, value, value));
    }
    Curve thin = new Curve("", points).thinned(most);
    assertThat(thin.points()).hasSizeLessThanOrEqualTo(Math.max(most, 0));
    assertThat(thin.points().stream().mapToDouble(Curve.Point::least).min())
        .isEqualTo(points.stream().mapToDouble(Curve.Point::least).min());
    assertThat(thin.points().stream().mapToDouble(Curve.Point::most).max())
        .isEqualTo(points.stream().mapToDouble(Curve.Point::most).max());
  }
}
