package org.gramscape.model.ssl.recipe;

import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.gramscape.model.ssl.optim.Schedule;

/** Refuses recipes that cannot work, before anything starts. */
final class RecipeCheck {
  private final Recipe recipe;
  private final String student;

  private RecipeCheck(StudentRecipe named) {
    recipe = named.recipe();
    student = named.name().isEmpty() ? "" : " for student " + named.name();
  }

  /**
   * Checks what no single value shows.
   *
   * @throws InvalidRecipeException for the first that can't work
   */
  static void check(StudentRecipe recipe) throws InvalidRecipeException {
    RecipeCheck check = new RecipeCheck(recipe);
    check.network();
    check.lengths();
    check.batch();
    check.crops();
    check.gramTeacher();
    check.teacher();
    check.losses();
    check.schedules();
  }

  private void lengths() throws InvalidRecipeException {
    refuseIf(
        recipe.iterations() < 1 || recipe.batch() < 1,
        "iterations is %d and batch %d; both must be 1 or more"
            .formatted(recipe.iterations(), recipe.batch()));
  }

  private void network() throws InvalidRecipeException {
    try {
      recipe.backbone().config(recipe.normalisation().bands());
      recipe.objective();
      recipe.rates(0);
    } catch (IllegalArgumentException e) {
      throw new InvalidRecipeException(
          "The recipe asks%s for %s.".formatted(student, e.getMessage()), e);
    }
    double drop = recipe.backbone().dropPath();
    refuseIf(
        !(drop >= 0 && drop < 1),
        "backbone.dropPath is " + drop + "; it must be from 0 to below 1");
  }

  private void batch() throws InvalidRecipeException {
    refuseIf(
        recipe.accumulate() < 1 || recipe.batch() % recipe.accumulate() != 0,
        "a batch of %d does not split into accumulate=%d equal parts; set batch to a multiple of it"
            .formatted(recipe.batch(), recipe.accumulate()));
    Recipe.KoLeo koleo = recipe.losses().koleo();
    int batch = recipe.batch() / recipe.accumulate();
    refuseIf(
        koleo.weight() > 0 && batch <= koleo.topK(),
        "%d image(s) at a time leave none as KoLeo's %d nearest; set batch=%d or more, or losses.koleo.weight=0"
            .formatted(batch, koleo.topK(), (koleo.topK() + 1) * recipe.accumulate()));
    refuseIf(
        koleo.weight() > 0 && koleo.groupSize() > 0 && batch % koleo.groupSize() != 0,
        "%d images at a time do not split into KoLeo's groups of %d; set batch / accumulate to a multiple of it, or losses.koleo.groupSize=0 for the whole batch"
            .formatted(batch, koleo.groupSize()));
    refuseIf(
        recipe.losses().ibot() > 0 && (int) (2 * batch * recipe.masks().share()) < 1,
        "with masks.share=%s no crop of %d image(s) is masked, so iBOT has nothing to learn; raise masks.share or set losses.ibot=0"
            .formatted(recipe.masks().share(), batch));
  }

  private void crops() throws InvalidRecipeException {
    Recipe.Crops crops = recipe.crops();
    refuseIf(
        crops.sizes() == null || crops.sizes().isEmpty(),
        "crops.sizes is empty; give at least one, {ratio: 1, global: 256, local: 112, gram: 0}");
    refuseIf(
        crops.localCrops() < 1,
        "crops.localCrops is %d; DINO's loss needs 1 or more".formatted(crops.localCrops()));
    for (Recipe.Sizes sizes : crops.sizes()) {
      try {
        crops.of(sizes);
      } catch (IllegalArgumentException e) {
        throw new InvalidRecipeException(
            "The recipe asks%s for %s.".formatted(student, e.getMessage()), e);
      }
      refuseIf(
          !(sizes.ratio() > 0), "crops.sizes has ratio " + sizes.ratio() + "; it must be above 0");
      multiple("global", sizes.global());
      multiple("local", sizes.local());
      multiple("gram", sizes.gram());
      refuseIf(
          recipe.anchored() && sizes.gram() < sizes.global(),
          "crops.sizes has gram %d with global %d; the Gram teacher must see as much or more, so set gram to %d or %d"
              .formatted(sizes.gram(), sizes.global(), sizes.global(), 2 * sizes.global()));
    }
  }

  private void multiple(String kind, int size) throws InvalidRecipeException {
    int patch = recipe.backbone().patchSize();
    refuseIf(
        size % patch != 0,
        "crops.sizes has %s %d, no multiple of the patch size %d; %d would do"
            .formatted(kind, size, patch, Math.max(Math.round((float) size / patch), 1) * patch));
  }

  private void gramTeacher() throws InvalidRecipeException {
    if (!recipe.anchored()) {
      return;
    }
    Recipe.GramTeacherSpec source = recipe.gramTeacher();
    refuseIf(
        source.weights() == null && source.takeAverageAt() == null,
        "schedules.gramWeight is not 0, but there is no Gram teacher; set gramTeacher.weights=FILE"
            + " (an earlier checkpoint's running mean) or gramTeacher.takeAverageAt=ITERATION");
    if (source.weights() == null) {
      anchoredFrom(source.takeAverageAt());
    }
  }

  /** The Gram teacher is random until the running mean takes its place. */
  private void anchoredFrom(long taken) throws InvalidRecipeException {
    refuseIf(
        taken < 1,
        "gramTeacher.takeAverageAt is %d, when nothing is learnt yet; set it to 1 or more, or leave it out and start with --init, whose network is the Gram teacher then"
            .formatted(taken));
    Schedule weight = recipe.schedules().gramWeight().schedule(recipe.iterations());
    OptionalLong early =
        LongStream.range(0, Math.min(taken, recipe.iterations()))
            .filter(iteration -> weight.at(iteration) != 0)
            .findFirst();
    refuseIf(
        early.isPresent(),
        "schedules.gramWeight is not 0 at iteration %d, before gramTeacher.takeAverageAt=%d; start the weight later, or set gramTeacher.weights=FILE"
            .formatted(early.orElse(0), taken));
  }

  private void teacher() throws InvalidRecipeException {
    Recipe.FrozenTeacher teacher = recipe.teacher();
    if (teacher == null) {
      return;
    }
    refuseIf(
        teacher.weights() == null,
        "there is a teacher to distill, but not its weights; set teacher.weights=FILE");
    sameWidth("dino", recipe.heads().dino().prototypes(), teacher.heads().dino().prototypes());
    sameWidth("ibot", recipe.heads().ibot().prototypes(), teacher.heads().ibot().prototypes());
    refuseIf(
        teacher.backbone().patchSize() != recipe.backbone().patchSize(),
        "the teacher's patches are %d pixels and the student's %d; patch tokens can't be compared, so set backbone.patchSize=%d"
            .formatted(
                teacher.backbone().patchSize(),
                recipe.backbone().patchSize(),
                teacher.backbone().patchSize()));
  }

  private void sameWidth(String head, int students, int teachers) throws InvalidRecipeException {
    refuseIf(
        students != teachers,
        "the student's heads.%s has %d prototypes and the teacher's %d; they are compared one by one, so set heads.%s.prototypes=%d"
            .formatted(head, students, teachers, head, teachers));
  }

  private void losses() throws InvalidRecipeException {
    Recipe.Losses losses = recipe.losses();
    weight("dino", losses.dino());
    weight("ibot", losses.ibot());
    weight("koleo.weight", losses.koleo().weight());
  }

  private void weight(String loss, double weight) throws InvalidRecipeException {
    refuseIf(
        !(weight >= 0 && weight <= Double.MAX_VALUE),
        "losses.%s is %s; it must be 0 or more".formatted(loss, weight));
  }

  private void schedules() throws InvalidRecipeException {
    ScheduleSpec rate = recipe.schedules().learningRate();
    refuseIf(
        rate.warmup() >= recipe.iterations(),
        "schedules.learningRate warms up for %d iterations in a run of %d; set schedules.learningRate.warmup=%d or more iterations"
            .formatted(rate.warmup(), recipe.iterations(), recipe.iterations() / 10));
    Recipe.Schedules all = recipe.schedules();
    within("learningRate", all.learningRate(), 0, Double.MAX_VALUE, "0 or more");
    within("weightDecay", all.weightDecay(), 0, Double.MAX_VALUE, "0 or more");
    within("momentum", all.momentum(), 0, 1, "from 0 to 1");
    within("localWeight", all.localWeight(), 0, Double.MAX_VALUE, "0 or more");
    within("gramWeight", all.gramWeight(), 0, Double.MAX_VALUE, "0 or more");
    within(
        "teacherTemperature",
        all.teacherTemperature(),
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        "above 0");
  }

  private void within(String name, ScheduleSpec schedule, double least, double most, String range)
      throws InvalidRecipeException {
    refuseIf(
        !schedule.isWithin(least, most),
        "schedules.%s goes from %s through %s to %s; all three must be %s"
            .formatted(name, schedule.start(), schedule.peak(), schedule.end(), range));
  }

  private void refuseIf(boolean refused, String why) throws InvalidRecipeException {
    if (refused) {
      throw new InvalidRecipeException("The recipe can't work%s: %s.".formatted(student, why));
    }
  }
}
