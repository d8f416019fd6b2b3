package org.gramscape.tiling;

import java.io.IOException;
import java.util.Optional;

/** Asks a journal first, and writes into it what it had to ask the predictor. */
record RecordingPredictor(TilePredictor predictor, Journal journal) implements TilePredictor {

  @Override
  public int channels() {
    return predictor.channels();
  }

  @Override
  public int sideMultiple() {
    return predictor.sideMultiple();
  }

  /** The predictor's, and the record before and after compression. */
  @Override
  public long workingMemory(int width, int height) {
    return predictor.workingMemory(width, height) + 2L * Float.BYTES * channels() * width * height;
  }

  @Override
  public Prediction predict(Tile tile) throws IOException {
    Optional<Prediction> known = journal.find(tile.index());
    if (known.isPresent()) {
      return known.get();
    }
    Prediction prediction = predictor.predict(tile);
    journal.append(tile.index(), prediction);
    return prediction;
  }
}
