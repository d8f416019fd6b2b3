package org.gramscape.geoio.raster.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The look at a TIFF file that comes before native code believes what the file declares. */
public final class TiffStructure {
  private TiffStructure() {}

  /**
   * Checks the first image of a TIFF file; other files pass.
   *
   * @throws org.gramscape.geoio.InvalidRasterException if its directory is damaged, its tiles or
   *     strips are larger than any reader can hold, or not all of them are in the file
   */
  public static void check(Path path) throws IOException {
    if (!Files.isRegularFile(path) || !TiffFile.isTiff(path)) {
      return;
    }
    try (TiffFile file = TiffFile.open(path)) {
      TiffLayout.read(file, file.directories().get(0));
    }
  }
}
