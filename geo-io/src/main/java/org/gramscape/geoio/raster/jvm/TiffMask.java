package org.gramscape.geoio.raster.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gramscape.geoio.InvalidRasterException;

/**
 * Which pixels of an image mean something: another directory of its file, or the file {@code .msk}
 * beside it.
 *
 * @param file that was opened for it, to be closed with it
 */
record TiffMask(TiffPixels pixels, Optional<TiffFile> file) implements AutoCloseable {
  private static final int REDUCED = 1;
  private static final int MASK = 4;

  /** Finds the mask of a file's first image. */
  static Optional<TiffMask> find(TiffFile file, TiffLayout image) throws IOException {
    List<TiffTags> directories = file.directories();
    for (TiffTags tags : directories.subList(1, directories.size())) {
      long kind = tags.number(TiffTag.NEW_SUBFILE_TYPE, 0);
      if ((kind & (MASK | REDUCED)) == MASK) {
        return Optional.of(new TiffMask(pixels(file, tags, image), Optional.empty()));
      }
    }
    Path beside = file.path().resolveSibling(file.path().getFileName() + ".msk");
    if (!Files.exists(beside)) {
      return Optional.empty();
    }
    TiffFile mask = TiffFile.open(beside);
    try {
      TiffPixels pixels = pixels(mask, mask.directories().get(0), image);
      return Optional.of(new TiffMask(pixels, Optional.of(mask)));
    } catch (IOException | RuntimeException e) {
      mask.close();
      throw e;
    }
  }

  private static TiffPixels pixels(TiffFile file, TiffTags tags, TiffLayout image)
      throws IOException {
    TiffImage mask = TiffImage.read(file, tags);
    TiffLayout its = mask.layout();
    boolean sameSize = its.width() == image.width() && its.height() == image.height();
    if (!sameSize || its.bands() != 1 && its.bands() != image.bands()) {
      throw new InvalidRasterException(
          "%s: its mask has %d x %d pixels of %d bands, the image %d x %d of %d"
              .formatted(
                  file.path(),
                  its.width(),
                  its.height(),
                  its.bands(),
                  image.width(),
                  image.height(),
                  image.bands()));
    }
    return new TiffPixels(file, mask);
  }

  /** The band of the mask that holds for a band of the image. */
  int bandFor(int band) {
    return pixels.image().layout().bands() == 1 ? 0 : band;
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
