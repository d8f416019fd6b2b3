package org.gramscape.model.ssl;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.StudentRecipe;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.weights.OtherBands;

/** The networks of a student: itself, its running mean and its Gram teacher. */
public final class StudentNetworks {
  private final StudentRecipe named;
  private final Recipe recipe;
  private final NDManager manager;
  private final SslNetwork student;
  private final SslNetwork average;
  private final VisionTransformer gramBackbone;

  /** All with the same initial weights, by the recipe's seed. */
  StudentNetworks(StudentRecipe named, NDManager manager) {
    this.named = named;
    recipe = named.recipe();
    this.manager = manager;
    int bands = recipe.normalisation().bands();
    student = network(recipe.backbone(), recipe.heads(), bands);
    InitialWeights.fill(student, recipe.start(), recipe.seed(), manager);
    average = network(recipe.backbone(), recipe.heads(), bands);
    average.copyFrom(student, manager);
    gramBackbone =
        recipe.anchored() ? new VisionTransformer(recipe.backbone().config(bands)) : null;
    if (gramBackbone != null) {
      SslNetwork.copy(student.backbone(), gramBackbone, manager);
    }
  }

  static SslNetwork network(Recipe.Backbone backbone, Recipe.Heads heads, int bands) {
    return new SslNetwork(backbone.config(bands), heads.dino(), heads.ibot());
  }

  /**
   * Gives student, running mean and Gram teacher the weights of a file: a backbone with whatever
   * names, for images of other bands too ({@link OtherBands}), and heads where the file has some.
   *
   * @throws UnusableWeightsException if they are not of the recipe's networks
   */
  public void startFrom(Path weights) throws IOException {
    try (StoredNetwork stored = StoredNetwork.open(weights, manager)) {
      stored.loadInto(student.backbone(), "backbone");
      if (stored.hasHeads()) {
        stored.loadHeadsInto(
            student,
            "heads",
            "To start with a backbone and new heads, name the run's folder 'backbone'.");
      }
    }
    average.copyFrom(student, manager);
    if (gramBackbone != null) {
      SslNetwork.copy(student.backbone(), gramBackbone, manager);
    }
  }

  /**
   * Gives the Gram teacher a backbone of its own.
   *
   * @throws UnusableWeightsException if it is not of the student's shape
   */
  public void anchorTo(Path weights) throws IOException {
    try (StoredNetwork stored = StoredNetwork.open(weights, manager)) {
      stored.loadInto(gramBackbone, "backbone");
    }
  }

  /** What the student is called among those trained beside it; empty for one by itself. */
  public String name() {
    return named.name();
  }

  /** What it is trained by, with its name. */
  public StudentRecipe named() {
    return named;
  }

  public Recipe recipe() {
    return recipe;
  }

  /** That learns. */
  public SslNetwork student() {
    return student;
  }

  /** The student's running mean. */
  public SslNetwork average() {
    return average;
  }

  /** Null for stages without Gram loss. */
  public VisionTransformer gramBackbone() {
    return gramBackbone;
  }
}
