package org.gramscape.geoio.vector.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import org.locationtech.jts.geom.Envelope;

/** What a file says of its geometries, in JSON (GeoParquet 1.1.0, "geo"). */
final class GeoMetadata {
  private GeoMetadata() {}

  /**
   * @param projJson the CRS; "" for longitude and latitude on WGS 84, which is what files without
   *     one have
   */
  static String of(String projJson, Collection<String> geometryTypes, Envelope extent) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode geo = mapper.createObjectNode();
    geo.put("version", "1.1.0");
    geo.put("primary_column", ParquetSchema.GEOMETRY);
    ObjectNode column = geo.putObject("columns").putObject(ParquetSchema.GEOMETRY);
    column.put("encoding", "WKB");
    ArrayNode types = column.putArray("geometry_types");
    geometryTypes.forEach(types::add);
    try {
      if (!projJson.isEmpty()) {
        column.set("crs", mapper.readTree(projJson));
      }
      if (!extent.isNull()) {
        ArrayNode box = column.putArray("bbox");
        box.add(extent.getMinX()).add(extent.getMinY()).add(extent.getMaxX()).add(extent.getMaxY());
      }
      ObjectNode covering = column.putObject("covering").putObject(ParquetSchema.BOX);
      for (String side : ParquetSchema.BOX_SIDES) {
        covering.putArray(side).add(ParquetSchema.BOX).add(side);
      }
      return mapper.writeValueAsString(geo);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
