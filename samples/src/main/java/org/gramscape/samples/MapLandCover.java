package org.gramscape.samples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gramscape.features.ComputedFeatures;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.Area;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.ClassFit;
import org.gramscape.landcover.ClassHead;
import org.gramscape.landcover.Detail;
import org.gramscape.landcover.LandCover;
import org.gramscape.landcover.LandCoverPolygons;
import org.gramscape.landcover.vectorize.VectorizeOptions;
import org.gramscape.model.Layers;
import org.gramscape.model.Models;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.RunOptions;
import org.gramscape.tiling.SceneView;

/** Learns classes from labelled points of a scene, and maps it as a raster and as polygons. */
public final class MapLandCover {
  private MapLandCover() {}

  /**
   * @param arguments a folder for the files
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "gramscape-sample");
    SampleScene sample = SampleScene.generate(1, 512, 512, folder, true);
    String scene = sample.scene().toString();
    Path classes = folder.resolve("cover.tif");

    try (TileFeatures features =
            new ComputedFeatures(Models.local().open(Models.standard()), Layers.LAST);
        VectorSource points = Vectors.open(sample.points().toString(), null)) {
      ClassHead head =
          ClassFit.STANDARD.fit(scene, List.of(points), SampleScene.LABEL_FIELD, features);
      new LandCover(head, features, Detail.GUIDED)
          .map(scene, classes, SceneView.DEFAULT, RunOptions.standard(), ProgressListener.NONE);
    }
    System.out.println(
        new LandCoverPolygons(
                VectorizeOptions.PLAIN
                    .withMinArea(Area.parse("50m2"))
                    .withSimplify(Length.parse("1m")),
                Backend.AUTO)
            .write(classes.toString(), folder.resolve("cover.gpkg"), false));
  }
}
