package org.gramscape.samples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gramscape.canopy.CanopyHeight;
import org.gramscape.canopy.HeightEvaluation;
import org.gramscape.canopy.HeightFit;
import org.gramscape.canopy.HeightHead;
import org.gramscape.canopy.HeightPair;
import org.gramscape.canopy.HeightReading;
import org.gramscape.canopy.SurveyedPair;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Models;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.RunOptions;
import org.gramscape.tiling.SceneView;

/** Learns heights from one scene, maps another, and compares with the truth. */
public final class MapCanopyHeight {
  private MapCanopyHeight() {}

  /**
   * @param arguments a folder for the files
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "gramscape-sample");
    SampleScene known = SampleScene.generate(1, 320, 320, folder.resolve("known"), true);
    SampleScene other = SampleScene.generate(2, 320, 320, folder.resolve("other"), true);
    Path map = folder.resolve("heights.tif");

    try (FeatureExtractor model = Models.local().open(Models.standard())) {
      HeightPair pair = new HeightPair(known.scene().toString(), known.heights().toString());
      HeightFit fit = HeightFit.STANDARD;
      SurveyedPair surveyed = fit.survey(pair, HeightReading.STANDARD, model.info());
      HeightHead head = fit.fit(List.of(surveyed), model, ProgressListener.NONE);
      new CanopyHeight(head, model)
          .map(
              other.scene().toString(),
              map,
              SceneView.DEFAULT,
              RunOptions.standard(),
              progress -> System.err.println(progress.tiles() + "/" + progress.totalTiles()));
    }
    try (RasterSource prediction = Rasters.open(map.toString(), Backend.AUTO);
        RasterSource truth = Rasters.open(other.heights().toString(), Backend.AUTO)) {
      System.out.println(HeightEvaluation.STANDARD.scores(prediction, truth));
    }
  }
}
