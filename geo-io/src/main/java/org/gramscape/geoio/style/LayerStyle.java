package org.gramscape.geoio.style;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gramscape.geoio.PendingFile;

/**
 * How a layer is drawn.
 *
 * @param qml for QGIS 3.22 and later
 * @param sld OGC Styled Layer Descriptor 1.0
 */
public record LayerStyle(String qml, String sld) {

  /**
   * Writes {@code NAME.qml} and {@code NAME.sld} beside {@code NAME.tif} (or whatever suffix),
   * where QGIS finds the first by itself; older ones are replaced.
   */
  public void writeBeside(Path output) throws IOException {
    List<Path> paths = pathsBeside(output);
    write(paths.get(0), qml);
    write(paths.get(1), sld);
  }

  /** Where the QML and the SLD of an output lie. */
  public static List<Path> pathsBeside(Path output) {
    String name = output.getFileName().toString();
    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    return List.of(output.resolveSibling(stem + ".qml"), output.resolveSibling(stem + ".sld"));
  }

  private static void write(Path path, String text) throws IOException {
    try (PendingFile pending = PendingFile.beside(path, true)) {
      Files.writeString(pending.path(), text);
      pending.commit();
    }
  }
}
