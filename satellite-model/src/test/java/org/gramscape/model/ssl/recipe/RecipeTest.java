package org.gramscape.model.ssl.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.gramscape.model.Golden;
import org.gramscape.model.ssl.Rates;
import org.gramscape.model.vit.VitVariant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeTest {
  private static final String GRAM_TEACHER = "gramTeacher.weights=earlier.safetensors";
  private static final String TEACHER = "teacher.weights=large.safetensors";

  static Stream<String> bundled() {
    return RecipeReader.BUNDLED.stream();
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void worksOnceItsTeachersAreNamed(String name) throws Exception {
    for (StudentRecipe student : students(name)) {
      Recipe recipe = student.recipe();
      assertThat(recipe.about()).isNotBlank();
      assertThat(recipe.rates(0).weightDecay()).isPositive();
      assertThat(recipe.rates(recipe.iterations() - 1).learningRate()).isPositive();
    }
  }

  private static List<StudentRecipe> students(String name) throws Exception {
    return RecipeReader.readAll(name, overrides(name), student -> Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "vits-vitt-distill, vits, vitt, SMALL",
    "vitl-vitb-vits-distill, vitl, vits, LARGE",
  })
  void studentsOfOneTeacherAreNamedByTheirSizes(
      String name, String first, String last, VitVariant variant) throws Exception {
    List<StudentRecipe> students = students(name);
    assertThat(students).extracting(StudentRecipe::name).startsWith(first).endsWith(last);
    assertThat(VitVariant.of(students.get(0).recipe().backbone().config(3))).contains(variant);
  }

  private static List<String> overrides(String name) {
    if (name.endsWith("gram") || name.endsWith("highres")) {
      return List.of(GRAM_TEACHER);
    }
    return name.endsWith("distill") ? List.of(TEACHER) : List.of();
  }

  @ParameterizedTest
  @CsvSource({
    "vit7b-pretrain, dinov3_vit7b16_pretrain, 0",
    "vit7b-gram, dinov3_vit7b16_gram_anchor, 1000000",
    "vit7b-highres, dinov3_vit7b16_high_res_adapt, 0",
    "vitl-pretrain, vitl_im1k_lin834, 0",
    "vitl-distill, dinov3_vitl16_lvd1689m_distilled, 0"
  })
  void ratesAreTheReferencesFromWhereTheStageBegins(String name, String reference, long begin)
      throws Exception {
    Recipe recipe = RecipeReader.read(name, overrides(name));
    try (Golden golden = new Golden("schedules")) {
      String prefix = "cfg." + reference + ".";
      long[] iterations = golden.longs(prefix + "iters");
      assertThat(iterations[iterations.length - 1]).isEqualTo(begin + recipe.iterations() - 1);
      for (int i = 0; i < iterations.length; i++) {
        if (iterations[i] < begin) {
          continue;
        }
        Rates rates = recipe.rates(iterations[i] - begin);
        check(golden, prefix + "lr", i, rates.learningRate());
        check(golden, prefix + "last_layer_lr", i, rates.lastLayerLearningRate());
        check(golden, prefix + "wd", i, rates.weightDecay());
        check(golden, prefix + "momentum", i, rates.momentum());
        check(golden, prefix + "teacher_temp", i, rates.teacherTemperature());
        check(golden, prefix + "gram_weight", i, rates.gramWeight());
        check(golden, prefix + "dino_local_weight", i, rates.localWeight());
      }
    }
  }

  private static void check(Golden golden, String name, int i, double actual) throws Exception {
    if (golden.file().tensors().containsKey(name)) {
      assertThat(actual).as("%s[%d]", name, i).isEqualTo(golden.doubles(name)[i], offset(1e-12));
    } else {
      assertThat(name).matches(".*(gram_weight|dino_local_weight)");
    }
  }

  @Test
  void theNetworksAreTheReleasedOnes() throws Exception {
    assertThat(VitVariant.of(RecipeReader.read("vit7b-pretrain", List.of()).backbone().config(3)))
        .contains(VitVariant.SEVEN_BILLION);
    assertThat(VitVariant.of(RecipeReader.read("vitl-pretrain", List.of()).backbone().config(3)))
        .contains(VitVariant.LARGE);
    assertThat(VitVariant.of(RecipeReader.read("vits-pretrain", List.of()).backbone().config(3)))
        .contains(VitVariant.SMALL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vits-gram |  | there is no Gram teacher; set gramTeacher.weights=FILE",
        "vits-pretrain | schedules.gramWeight=1;crops.sizes.0.gram=256 | there is no Gram teacher",
        "vits-gram | gramTeacher.takeAverageAt=100 | before gramTeacher.takeAverageAt=100",
        "vits-gram | gramTeacher.takeAverageAt=0 | set it to 1 or more, or leave it out and start"
            + " with --init",
        "vits-gram | gramTeacher.takeAverageAt=1000;schedules.gramWeight={start: 0, peak: 2, end:"
            + " 0, warmup: 10, cosine: 20} | not 0 at iteration 1, before",
        "vits-gram | gramTeacher.weights=x;crops.sizes.0.gram=128 | the Gram teacher must see as"
            + " much or more",
        "vits-distill |  | set teacher.weights=FILE",
        "vits-distill | teacher.weights=x;heads.dino.prototypes=100 | set"
            + " heads.dino.prototypes=65536",
        "vits-distill | teacher.weights=x;heads.ibot.prototypes=100 | set"
            + " heads.ibot.prototypes=65536",
        "vits-distill | teacher.weights=x;backbone.patchSize=8 | set backbone.patchSize=16",
        "vits-pretrain | crops.sizes.0.global=250 | no multiple of the patch size 16; 256 would do",
        "vits-pretrain | crops.sizes.0.local=100 | no multiple of the patch size 16; 96 would do",
        "vits-pretrain | batch=1 | set batch=2 or more",
        "vits-pretrain | accumulate=64 | set batch=128 or more",
        "vits-pretrain | accumulate=5 | equal parts",
        "vits-pretrain | losses.koleo.groupSize=24 | to a multiple of it",
        "vits-pretrain | losses.koleo.groupSize=1 | groups larger than the neighbours",
        "vits-pretrain | masks.share=0 | raise masks.share",
        "vits-pretrain | masks.share=2 | shares from 0 to 1 expected",
        "vits-pretrain | crops.localCrops=0 | DINO's loss needs 1 or more",
        "vits-pretrain | crops.sizes=[] | crops.sizes is empty",
        "vits-pretrain | crops.globalShares.min=0 | shares from above 0 to 1",
        "vits-pretrain | iterations=500 | in a run of 500; set schedules.learningRate.warmup=50",
        "vits-pretrain | backbone.heads=5 | do not split into 5 heads",
        "vits-pretrain | backbone.dropPath=1 | from 0 to below 1",
        "vits-pretrain | start.prototypeDeviation=0 | 1e-5 and 0.02 are usual",
        "vits-pretrain | schedules.teacherTemperature=0 | must be above 0",
        "vits-pretrain | schedules.teacherTemperature.peak=0 | must be above 0",
        "vits-pretrain | schedules.learningRate.peak=-1e-4 | must be 0 or more",
        "vits-pretrain | schedules.weightDecay=-1 | must be 0 or more",
        "vits-pretrain | schedules.momentum.end=1.1 | must be from 0 to 1",
        "vits-pretrain | schedules.localWeight=-1 | must be 0 or more",
        "vits-gram | gramTeacher.weights=x;schedules.gramWeight=-2 | must be 0 or more",
        "vits-pretrain | losses.centering=mean | can't be used: losses.centering",
        "vits-pretrain | losses.gram.antialias=some | can't be used: losses.gram.antialias",
        "vits-pretrain | losses.dino=-1 | losses.dino is -1.0; it must be 0 or more",
        "vits-pretrain | losses.ibot=-1 | losses.ibot is -1.0; it must be 0 or more",
        "vits-pretrain | losses.koleo.weight=-1 | losses.koleo.weight is -1.0",
        "vits-pretrain | bach=16 | has the key 'bach'",
        "vits-pretrain | losses.koleo.weigth=0 | has the key 'losses.koleo.weigth'",
        "vits-pretrain | batch=many | can't be used: batch",
        "vits-pretrain | batch | is no KEY=VALUE",
        "vits-pretrain | crops.sizes.7.global=224 | names no place",
        "vits-pretrain | schedules.momentum={start: 1} | schedules.momentum.peak: a number is"
            + " missing",
        "vits-pretrain | schedules.momentum={start: 1, peak: 1, end: 1, warmup: -1} | 0 or more"
            + " expected",
        "vits-pretrain | heads=null | has no section 'heads'",
        "nothing |  | neither as a file nor among the bundled ones: vit7b-pretrain",
      })
  void isRefused(String name, String overrides, String why) {
    List<String> list = overrides == null ? List.of() : List.of(overrides.split(";"));
    assertThatThrownBy(() -> RecipeReader.read(name, list))
        .isInstanceOf(InvalidRecipeException.class)
        .hasMessageContaining(why)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void sizesComeInTheirRatio() throws Exception {
    Recipe recipe = RecipeReader.read("vit7b-highres", List.of(GRAM_TEACHER));
    int large = 0;
    int widest = 0;
    for (long i = 0; i < 20_000; i++) {
      Recipe.Sizes sizes = recipe.crops().sizesOf(i, 7);
      large += sizes.global() == 768 ? 1 : 0;
      widest += sizes.local() == 336 ? 1 : 0;
    }
    assertThat(large / 20_000.0).isEqualTo(0.7, offset(0.015));
    assertThat(widest / 20_000.0).isEqualTo(0.05, offset(0.01));
  }

  @Test
  void theGramTeacherIsRefreshedOnSchedule() throws Exception {
    assertThat(refreshes("vit7b-gram")).containsExactly(10_000L, 20_000L, 30_000L);
    assertThat(new Recipe.GramTeacherSpec(null, 500L, 0, 0, 0).takesAverageAfter(500)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit7b-highres", "vitl-highres", "vits-highres", "vitt-highres"})
  void adaptationToLargeImagesKeepsItsGramTeacher(String name) throws Exception {
    assertThat(refreshes(name)).isEmpty();
  }

  private static List<Long> refreshes(String name) throws Exception {
    Recipe recipe = RecipeReader.read(name, List.of(GRAM_TEACHER));
    return LongStream.rangeClosed(1, recipe.iterations())
        .filter(recipe.gramTeacher()::takesAverageAfter)
        .boxed()
        .toList();
  }

  @Test
  void anchoringBeginsWithItsStage() throws Exception {
    Recipe recipe = RecipeReader.read("vit7b-gram", List.of(GRAM_TEACHER));
    assertThat(recipe.rates(0).gramWeight()).isZero();
    assertThat(recipe.rates(0).localWeight()).isEqualTo(1);
    assertThat(recipe.rates(500).gramWeight()).isBetween(0.9, 1.1);
    assertThat(recipe.rates(1000).gramWeight()).isEqualTo(2);
    assertThat(recipe.rates(1000).localWeight()).isEqualTo(0.5);
  }

  @Test
  void aFileExtendsABundledRecipe(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("own.yaml");
    Files.writeString(
        file,
        """
        extends: vits-pretrain
        batch: 16   # what fits
        losses:
          koleo: {weight: 0.05}
        """);
    Recipe recipe =
        RecipeReader.read(file.toString(), List.of("crops.sizes.0.global=224", "seed=7"));
    assertThat(recipe.batch()).isEqualTo(16);
    assertThat(recipe.seed()).isEqualTo(7);
    assertThat(recipe.losses().koleo()).isEqualTo(new Recipe.KoLeo(0.05, 1, 0));
    assertThat(recipe.crops().sizes().get(0).global()).isEqualTo(224);
    assertThat(recipe.rates(5000).learningRate())
        .isEqualTo(
            RecipeReader.read("vits-pretrain", List.of()).rates(5000).learningRate() / 2,
            offset(1e-12));
  }

  @Test
  void recipesThatExtendEachOtherAreRefused(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("own.yaml");
    Files.writeString(file, "extends: " + file + "\n");
    assertThatThrownBy(() -> RecipeReader.read(file.toString(), List.of()))
        .isInstanceOf(InvalidRecipeException.class)
        .hasMessageContaining("extend each other");
  }

  private static final String STUDENTS =
      """
      extends: vits-distill
      batch: 8
      teacher: {weights: large}
      students:
        wide: {backbone: {width: 512, heads: 8}, schedules: {learningRate: 1.0e-4}}
        flat: {backbone: {depth: 6}, heads: {dino: {hiddenWidth: 512}}}
      """;

  @Test
  void studentsDifferInWhatTheySay(@TempDir Path folder) throws Exception {
    String file = Files.writeString(folder.resolve("students.yaml"), STUDENTS).toString();
    List<StudentRecipe> students =
        RecipeReader.readAll(
            file,
            List.of("students.flat.backbone.depth=3", "batch=12"),
            student -> Optional.empty());
    assertThat(students).extracting(StudentRecipe::name).containsExactly("wide", "flat");
    Recipe wide = students.get(0).recipe();
    Recipe flat = students.get(1).recipe();
    assertThat(wide.backbone().width()).isEqualTo(512);
    assertThat(wide.backbone().depth()).isEqualTo(12);
    assertThat(flat.backbone().width()).isEqualTo(384);
    assertThat(flat.backbone().depth()).isEqualTo(3);
    assertThat(flat.heads().dino().prototypes()).isEqualTo(65536);
    assertThat(students).extracting(each -> each.recipe().batch()).containsOnly(12);
    assertThat(RecipeText.differences(RecipeText.parse(RecipeText.of(flat)), flat)).isEmpty();
    assertThatThrownBy(() -> RecipeReader.read(file, List.of()))
        .isInstanceOf(InvalidRecipeException.class)
        .hasMessageContaining("lists students, [wide, flat]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "students={} | lists no student",
        "students=3 | lists no student",
        "students.flat=null | student flat, has no keys and values",
        "students.Flat={} | students.Flat names a folder",
        "students.backbone={} | students.backbone names a folder",
        "students.flat.bach=3 | student flat, has the key 'bach'",
        "students.flat.backbone.heads=5 | asks for student flat for",
        "students.flat.heads.ibot.prototypes=8 | can't work for student flat: the student's"
            + " heads.ibot",
        "students.flat.backbone.patchSize=8 | set backbone.patchSize=16",
        "students.flat.batch=4 | share each batch and what the teacher says of it, and batch"
            + " differs",
        "students.flat.crops.localCrops=4 | and crops.localCrops differs; set it once",
        "students.flat.seed=4 | and seed differs",
        "students.flat.about=flat | and about differs",
        "students.flat.schedules.teacherTemperature=0.1 | and schedules.teacherTemperature.start"
            + " differs",
        "students.flat.losses.centering=softmax | and losses.centering differs",
        "students.flat.losses.placeInTargets=false | and losses.placeInTargets differs",
        "students.flat.teacher.weights=other | and teacher.weights differs",
        "teacher=null | there is none to distill; add a section 'teacher', or train student wide",
      })
  void studentsThatCannotLearnTogetherAreRefused(String override, String why, @TempDir Path folder)
      throws Exception {
    String file = Files.writeString(folder.resolve("students.yaml"), STUDENTS).toString();
    assertThatThrownBy(
            () -> RecipeReader.readAll(file, List.of(override), student -> Optional.empty()))
        .isInstanceOf(InvalidRecipeException.class)
        .hasMessageContaining(why)
        .message()
        .doesNotContain("\n");
  }
}
