package org.gramscape.model.ssl.recipe;

import java.util.List;

/** Refuses students that cannot be trained together, whatever each would become alone. */
final class StudentsCheck {
  private static final String NAMES = "[a-z0-9][a-z0-9_-]*";

  /** What a run keeps in folders of these names. */
  private static final List<String> TAKEN = List.of("backbone", "checkpoints", "pictures");

  /** What students may differ in: neither the batch nor what the teacher says of it. */
  private static final String OWN = "(backbone|heads|losses|optimiser|schedules|gramTeacher)\\..*";

  private static final String TEACHERS =
      "schedules.teacherTemperature.*|losses.(centering|placeInTargets)";

  private StudentsCheck() {}

  /**
   * Checks what no single student's recipe shows.
   *
   * @throws InvalidRecipeException for the first that can't work
   */
  static void check(List<StudentRecipe> students) throws InvalidRecipeException {
    StudentRecipe first = students.get(0);
    for (StudentRecipe student : students) {
      refuseIf(
          !student.name().matches(NAMES) || TAKEN.contains(student.name()),
          "students.%s names a folder for what it makes; take lower-case letters, digits, - and _, and none of %s"
              .formatted(student.name(), TAKEN));
      refuseIf(
          student.recipe().teacher() == null,
          "students share what a frozen teacher sees, and there is none to distill; add a section 'teacher', or train student %s by a recipe of its own"
              .formatted(student.name()));
      for (String key : RecipeText.differences(first.recipe(), student.recipe())) {
        refuseIf(
            !key.matches(OWN) || key.matches(TEACHERS),
            "students %s and %s share each batch and what the teacher says of it, and %s differs; set it once, outside of 'students'"
                .formatted(first.name(), student.name(), key));
      }
    }
  }

  private static void refuseIf(boolean refused, String why) throws InvalidRecipeException {
    if (refused) {
      throw new InvalidRecipeException("The recipe can't work: " + why + ".");
    }
  }
}
