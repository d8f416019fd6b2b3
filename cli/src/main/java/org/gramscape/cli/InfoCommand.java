package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a raster file says of itself. */
@Command(
    name = "info",
    description = "Prints what a raster says of itself: size, bands, place, pixel size.",
    footer = {"", "Example:", "  gramscape info scene.tif --json"})
final class InfoCommand extends Subcommand {
  @Parameters(paramLabel = "SCENE", description = "The raster.")
  private String scene;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private BackendOption backend;

  @Override
  public Integer call() throws IOException {
    try (RasterSource source = Rasters.open(scene, backend.get())) {
      RasterInfo info = source.info();
      if (json) {
        out().println(Json.pretty(toJson(info)));
      } else {
        lines(info).forEach((what, text) -> out().printf(Locale.ROOT, "%-8s %s%n", what, text));
      }
    }
    return 0;
  }

  private static Map<String, String> lines(RasterInfo info) throws IOException {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("File", info.name());
    lines.put("Format", info.format() + ", read by " + info.backend());
    lines.put("Size", info.width() + " x " + info.height() + " px");
    lines.put("Samples", Text.lower(info.sampleType()));
    for (int band = 0; band < info.bands().size(); band++) {
      lines.put("Band " + (band + 1), describe(info.bands().get(band)));
    }
    if (info.georeference().isEmpty()) {
      lines.put("Place", "none: " + info.whyNot());
      return lines;
    }
    Georeference place = info.georeference().get();
    GroundSampleDistance pixel = centre(info, place);
    GeoTransform t = place.transform();
    lines.put("CRS", place.crs() + " (" + place.crs().name() + ", " + place.unit() + ")");
    lines.put("Corner", Text.number(t.x0()) + ", " + Text.number(t.y0()));
    lines.put(
        "Pixel",
        "%s x %s m on the ground"
            .formatted(Text.brief(pixel.acrossMetres()), Text.brief(pixel.downMetres())));
    lines.put("Grid", grid(t) + ", a sample stands for " + Text.article(place.interpretation()));
    return lines;
  }

  private static String describe(BandInfo band) {
    StringBuilder text = new StringBuilder(Text.lower(band.role()));
    if (!band.description().isEmpty()) {
      text.append(" \"").append(band.description()).append('"');
    }
    text.append(", ").append(band.bits()).append(" bits");
    band.nodata().ifPresent(nodata -> text.append(", nodata ").append(Text.number(nodata)));
    if (band.scale() != 1 || band.offset() != 0) {
      text.append(", scale ").append(band.scale()).append(", offset ").append(band.offset());
    }
    if (!band.unit().isEmpty()) {
      text.append(", in ").append(band.unit());
    }
    return text.toString();
  }

  private static String grid(GeoTransform t) {
    return t.isNorthUp() ? "north up" : t.isAxisAligned() ? "not north up" : "rotated";
  }

  private static GroundSampleDistance centre(RasterInfo info, Georeference place)
      throws IOException {
    return place.groundSampleDistance(info.width() / 2.0, info.height() / 2.0);
  }

  private static ObjectNode toJson(RasterInfo info) throws IOException {
    ObjectNode node = Json.object();
    node.put("file", info.name());
    node.put("format", info.format());
    node.put("backend", info.backend());
    node.put("width", info.width());
    node.put("height", info.height());
    node.put("sampleType", Text.lower(info.sampleType()));
    ArrayNode bands = node.putArray("bands");
    for (BandInfo band : info.bands()) {
      ObjectNode entry = bands.addObject();
      entry.put("role", Text.lower(band.role()));
      entry.put("description", band.description());
      entry.put("bits", band.bits());
      if (band.nodata().isPresent()) {
        Json.putNumber(entry, "nodata", band.nodata().getAsDouble());
      }
      entry.put("scale", band.scale());
      entry.put("offset", band.offset());
      entry.put("unit", band.unit());
    }
    if (info.georeference().isPresent()) {
      node.set("georeference", toJson(info, info.georeference().get()));
    } else {
      node.put("whyNoGeoreference", info.whyNot());
    }
    ObjectNode metadata = node.putObject("metadata");
    info.metadata().forEach(metadata::put);
    return node;
  }

  private static ObjectNode toJson(RasterInfo info, Georeference place) throws IOException {
    ObjectNode node = Json.object();
    node.put("crs", place.crs().toString());
    node.put("name", place.crs().name());
    node.put("unit", place.unit());
    node.put("interpretation", Text.lower(place.interpretation()));
    GeoTransform t = place.transform();
    ArrayNode six = node.putArray("geoTransform");
    six.add(t.x0()).add(t.xPerColumn()).add(t.xPerRow());
    six.add(t.y0()).add(t.yPerColumn()).add(t.yPerRow());
    GroundSampleDistance pixel = centre(info, place);
    node.putArray("groundSampleDistance").add(pixel.acrossMetres()).add(pixel.downMetres());
    return node;
  }
}
