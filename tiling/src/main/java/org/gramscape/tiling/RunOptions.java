package org.gramscape.tiling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a map is made and written.
 *
 * @param threads tiles predicted at once, at most; fewer if memory is short
 * @param maxMemory what the process may take; empty for most of the machine's
 * @param resume whether to go on with an interrupted run
 * @param overwrite whether existing outputs are replaced
 * @param keepJournal whether the journal stays when the map is in its place: for a caller who has
 *     more to write, and then calls {@link Journal#discard}
 * @param creationOptions as {@link org.gramscape.geoio.raster.RasterSpec} has them
 */
public record RunOptions(
    int threads,
    Optional<ByteSize> maxMemory,
    boolean resume,
    boolean overwrite,
    boolean keepJournal,
    Map<String, String> creationOptions) {

  public RunOptions {
    creationOptions = Map.copyOf(creationOptions);
  }

  /** As many threads as the machine has cores; nothing is resumed or replaced. */
  public static RunOptions standard() {
    return new RunOptions(
        Runtime.getRuntime().availableProcessors(),
        Optional.empty(),
        false,
        false,
        false,
        Map.of());
  }

  /**
   * Whether outputs of the run whose map is {@code output} may be replaced: when told so, and when
   * they are what the run that is gone on with had begun to put in place.
   */
  public boolean replaces(Path output) throws IOException {
    return overwrite || (resume && Journal.wasPlacing(output));
  }
}
