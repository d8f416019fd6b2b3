package org.gramscape.model.dense;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gramscape.model.ssl.TrainingState;
import org.gramscape.model.weights.SafetensorsFile;
import org.gramscape.model.weights.SafetensorsWriter;
import org.gramscape.model.weights.StoredTensor;

/** The state of a training in files, as a checkpoint keeps it. */
public final class StateFiles {
  private StateFiles() {}

  /** Writes a file for each part. */
  public static void save(TrainingState state, Path folder) throws IOException {
    for (Map.Entry<String, Map<String, StoredTensor>> part : state.tensors().entrySet()) {
      SafetensorsWriter.write(folder.resolve(part.getKey()), part.getValue(), Map.of());
    }
  }

  /** Takes a training to where it was saved after so many iterations. */
  public static void restore(DenseTraining training, Path folder, long iterations)
      throws IOException {
    Map<String, Map<String, StoredTensor>> tensors = new LinkedHashMap<>();
    List<SafetensorsFile> open = new ArrayList<>();
    for (String part : List.of("student", "average", "best", "optimiser", "progress")) {
      SafetensorsFile file = SafetensorsFile.open(folder.resolve(part));
      open.add(file);
      tensors.put(part, file.tensors());
    }
    training.restore(new TrainingState(iterations, 0, iterations, tensors));
    for (SafetensorsFile file : open) {
      file.close();
    }
  }
}
