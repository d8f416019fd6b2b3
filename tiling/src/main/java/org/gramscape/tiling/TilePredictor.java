package org.gramscape.tiling;

import java.io.IOException;

/** Turns tiles into quantities a pixel; called by several threads at once. */
public interface TilePredictor {

  /** How many values it gives a pixel. */
  int channels();

  /** Tiles must have sides that are multiples of this many pixels. */
  int sideMultiple();

  /** Memory in bytes that predicting one tile takes, outside the heap and in it. */
  long workingMemory(int width, int height);

  Prediction predict(Tile tile) throws IOException;
}
