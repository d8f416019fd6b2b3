package org.gramscape.tiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.UnusableInputException;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;

/**
 * Makes a map of a scene from file to file: checks memory and disk, predicts, keeps a journal
 * beside the output until it is whole.
 *
 * @param scene a path or, for GDAL, an address
 * @param output the map, or the first of its files; the journal lies beside it
 */
public record SceneMapping(String scene, Path output, SceneView view, RunOptions options) {

  /**
   * Who predicts, and what a resumed run must find unchanged.
   *
   * @param metres the ground sample distance that the predictor was made for
   * @param modelMemory bytes that its weights take, whatever the number of threads
   * @param identity its parts by name: the model, the head
   */
  public record Network(
      TilePredictor predictor,
      Normalisation normalisation,
      double metres,
      long modelMemory,
      Map<String, String> identity) {}

  /** Creates the output for the rows that are predicted. */
  @FunctionalInterface
  public interface SinkFactory {
    RasterSink create(RasterInfo scene) throws IOException;
  }

  /**
   * Makes the map.
   *
   * @param outputBytesPerPixel before compression
   * @throws InvalidRasterException if no pixel of the scene is valid
   * @throws NotEnoughResourcesException if memory or disk is too small
   * @throws InterruptedException if the thread was interrupted; the journal is kept
   */
  public InferenceSummary run(
      Network network, double outputBytesPerPixel, SinkFactory sinks, ProgressListener progress)
      throws IOException, InterruptedException {
    try (RasterSource source = view.open(scene)) {
      RasterInfo info = source.info();
      TileReader reader = view.reader(source, network.normalisation(), network.metres());
      reader.plan().requireSideMultiple(network.predictor().sideMultiple());
      Preflight preflight =
          new Preflight(
              reader.plan(),
              network.normalisation().bands(),
              network.predictor(),
              network.modelMemory());
      int threads =
          preflight.threadsWithin(
              MemoryBudget.ofThisMachine(options.maxMemory()), options.threads());
      // Overviews add a third.
      double pixels = (double) info.width() * info.height();
      preflight.requireDisk(output, (long) (pixels * outputBytesPerPixel * 4 / 3));
      try (RasterSink sink = sinks.create(info);
          Journal journal =
              Journal.open(Journal.beside(output), fingerprint(info, network), options.resume())) {
        try {
          InferenceSummary summary =
              new TiledInference(reader, journal.recording(network.predictor()), threads, progress)
                  .run(sink::write);
          if (summary.skipped() == summary.tiles()) {
            throw reader.noValidPixel();
          }
          journal.beginPlacing();
          sink.commit();
          if (!options.keepJournal()) {
            journal.delete();
          }
          return summary;
        } catch (UnusableInputException e) {
          // Nothing of this run can be used for the scene's repaired file.
          journal.delete();
          throw e;
        }
      }
    }
  }

  private Fingerprint fingerprint(RasterInfo info, Network network) throws IOException {
    Fingerprint fingerprint =
        Files.exists(Path.of(scene))
            ? Fingerprint.ofScene(Path.of(scene))
            : new Fingerprint(Map.of("scene", scene));
    // AUTO may have become another backend, which may decode lossy pixels otherwise.
    fingerprint = fingerprint.with("backend", info.backend()).with("view", view.toString());
    for (Map.Entry<String, String> part : network.identity().entrySet()) {
      fingerprint = fingerprint.with(part.getKey(), part.getValue());
    }
    return fingerprint;
  }
}
