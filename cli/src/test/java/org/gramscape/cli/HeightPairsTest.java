package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.canopy.Aggregation;
import org.gramscape.canopy.HeightHead;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Known heights that are not what they seem: what is said of them, and which flag sets it right.
 */
class HeightPairsTest {
  private static final int GEO_KEYS = 34735;
  private static final int NEW_YORK_FEET = 2263;

  @TempDir static Path folder;
  private static SampleScene here;
  private static Georeference place;

  @BeforeAll
  static void makeInputs() throws IOException {
    here = SampleScene.generate(3, 256, 256, folder.resolve("here"), false);
    try (RasterSource scene = Rasters.open(here.scene().toString(), Backend.JVM)) {
      place = scene.info().requireGeoreference();
    }
  }

  private static Path copy(Path from, String name, Georeference to, double factor)
      throws IOException {
    Path file = folder.resolve(name);
    try (RasterSource source = Rasters.open(from.toString(), Backend.JVM)) {
      RasterInfo info = source.info();
      int[] bands = new int[info.bands().size()];
      Arrays.setAll(bands, band -> band);
      PixelBlock block = source.read(info.window(), bands);
      for (int i = 0; i < block.samples().length; i++) {
        block.samples()[i] *= factor;
      }
      RasterSpec spec =
          new RasterSpec(
              info.width(),
              info.height(),
              info.sampleType(),
              info.bands().stream().map(BandInfo::description).toList(),
              to,
              OptionalDouble.empty(),
              RasterSpec.Overviews.NONE,
              Optional.empty(),
              Map.of(),
              Map.of());
      try (RasterSink sink = Rasters.create(file, spec, true)) {
        sink.write(block);
        sink.commit();
      }
    }
    return file;
  }

  private static Path withoutCrs() throws IOException {
    Path file = copy(here.heights(), "nocrs.tif", place, 1);
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < 4096; i += 2) {
      if ((bytes[i] & 255 | (bytes[i + 1] & 255) << 8) == GEO_KEYS && bytes[i + 2] == 3) {
        bytes[i]--;
      }
    }
    return Files.write(file, bytes);
  }

  private static CommandRun fit(Path scene, Path heights, Object... more) {
    List<Object> words = new ArrayList<>(List.of("fit", "height", "--overwrite"));
    words.addAll(List.of("--pair", scene + "=" + heights, folder.resolve("out.head")));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray());
  }

  /** To coarse ground, which has few cells. */
  private static CommandRun fitSoon(Path scene, Path heights, Object... more) {
    List<Object> words = new ArrayList<>(List.of("--gsd", 1.7, "--tile", 32));
    words.addAll(List.of(more));
    return fit(scene, heights, words.toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "auto"})
  void aMissingCrsIsAssumedOnlyIfToldSo(String backend) throws IOException {
    Path heights = withoutCrs();
    Object[] evaluation = {
      "evaluate", "height", here.heights(), heights, "--json", "--backend", backend
    };
    CommandRun refused = CommandRun.of(evaluation);
    assertThat(refused.exitCode()).isEqualTo(Failure.UNUSABLE);
    assertThat(refused.err())
        .contains("it has a grid but no CRS")
        .contains("--assume-crs same, for the CRS of " + here.heights() + ", or --assume-crs EPSG");
    assertThat(fit(here.scene(), heights, "--backend", backend).err())
        .contains("--assume-crs same");

    CommandRun stated =
        CommandRun.of("evaluate", "height", here.heights(), here.heights(), "--json");
    for (String crs : List.of("same", "EPSG:" + place.crs().epsgCode().orElseThrow())) {
      Object[] words = Arrays.copyOf(evaluation, evaluation.length + 2);
      words[evaluation.length] = "--assume-crs";
      words[evaluation.length + 1] = crs;
      CommandRun compared = CommandRun.of(words);
      assertThat(compared.exitCode()).as(compared.err()).isZero();
      assertThat(compared.out()).isEqualTo(stated.out());
      CommandRun fitted = fitSoon(here.scene(), heights, "--assume-crs", crs, "--backend", backend);
      assertThat(fitted.exitCode()).as(fitted.err()).isZero();
    }
    CommandRun wrong = fit(here.scene(), heights, "--assume-crs", "UTM17");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("\"UTM17\" is no EPSG code").contains("; same");
  }

  @Test
  void heightsOnGroundInFeetNeedAUnit() throws IOException {
    Georeference feet =
        new Georeference(Crs.epsg(NEW_YORK_FEET), GeoTransform.northUp(990_000, 200_000, 2, 2));
    Path scene = copy(here.scene(), "feet-scene.tif", feet, 1);
    Path heights = copy(here.heights(), "feet.tif", feet, 1 / 0.3048);
    for (CommandRun run :
        List.of(fit(scene, heights), CommandRun.of("evaluate", "height", heights, heights))) {
      assertThat(run.exitCode()).isEqualTo(Failure.UNUSABLE);
      assertThat(run.err()).contains("lies in feet").contains("--height-unit ft");
    }
    assertThat(fitSoon(scene, heights, "--height-unit", "ft").exitCode()).isZero();
  }

  @Test
  void centimetresAreNoMetres() throws IOException {
    Path heights = copy(here.heights(), "centimetres.tif", place, 100);
    for (CommandRun run :
        List.of(
            fit(here.scene(), heights),
            CommandRun.of("evaluate", "height", here.heights(), heights))) {
      assertThat(run.exitCode()).isEqualTo(Failure.UNUSABLE);
      assertThat(run.err())
          .contains(
              "heights between 0 and", "if they are centimetres or feet, say --height-unit cm");
    }
    CommandRun told =
        CommandRun.of(
            "evaluate", "height", here.heights(), heights, "--height-unit", "cm", "--json");
    assertThat(told.out()).contains("\"bias\"");
    assertThat(told.exitCode()).as(told.err()).isZero();
  }

  @Test
  void heightsOfAnotherPlaceDoNotFollowTheirImage() throws IOException {
    SampleScene elsewhere = SampleScene.generate(40, 256, 256, folder.resolve("elsewhere"), false);
    Path misplaced = copy(elsewhere.heights(), "misplaced.tif", place, 1);
    assertThat(fit(here.scene(), misplaced).err())
        .contains("misplaced.tif does not follow its image")
        .contains("set it right with gdal_edit.py -a_srs or -a_ullr");
    assertThat(fit(here.scene(), here.heights()).err()).doesNotContain("does not follow");
    CommandRun apart = fit(here.scene(), elsewhere.heights());
    assertThat(apart.exitCode()).isEqualTo(Failure.UNUSABLE);
    assertThat(apart.err()).contains("does not overlap", "check the CRS of both");
  }

  @Test
  void aUnitThatNobodySaysIsTakenForMetresAndSaid() throws IOException {
    Path metres = copy(here.heights(), "no-unit.tif", place, 1);
    Path feet = copy(here.heights(), "no-unit-feet.tif", place, 1 / 0.3048);
    String taken = "are taken as metres: no unit is declared";
    String doubt = "no-unit-feet.tif declares no unit";

    String both = here.scene() + "=" + metres;
    assertThat(fitSoon(here.scene(), feet, "--pair", both).err())
        .contains("Heights of 2 files " + taken, "Warning: ", doubt, "gdal_edit.py -units ft");
    CommandRun compared = CommandRun.of("evaluate", "height", here.heights(), feet);
    assertThat(compared.err()).contains("Heights " + taken, doubt, "--height-unit ft says so");
    assertThat(CommandRun.of("evaluate", "height", here.heights(), metres).err())
        .contains("Heights " + taken)
        .doesNotContain("Warning");
    assertThat(
            CommandRun.of("evaluate", "height", here.heights(), feet, "--height-unit", "ft").err())
        .doesNotContain(taken, "Warning");
  }

  @Test
  void aFitTellsWhatBecameOfFinerHeights() throws IOException {
    CommandRun fitted = fitSoon(here.scene(), here.heights(), "--aggregate", "mean");

    assertThat(fitted.err()).contains("cells of 1 image, by the mean of finer heights; ");
    assertThat(HeightHead.read(folder.resolve("out.head")).aggregation())
        .contains(Aggregation.MEAN);
  }

  @Test
  void ofASurfaceAndATerrainAUnitThatNobodySaysIsSaidToo() throws IOException {
    Path surface = copy(here.heights(), "dsm.tif", place, 1);
    Path ground = copy(here.heights(), "dtm.tif", place, 0);
    String taken = "are taken as metres: no unit is declared";

    assertThat(subtracted(surface, ground).err()).contains("Heights of 2 files " + taken);
    assertThat(subtracted(here.heights(), ground).err()).contains("Heights of 1 file " + taken);
    assertThat(subtracted(surface, ground, "--height-unit", "m").err()).doesNotContain(taken);
  }

  private static CommandRun subtracted(Path surface, Path ground, Object... more) {
    List<Object> words = new ArrayList<>(List.of("chm-from-dsm", surface, ground));
    words.addAll(List.of(folder.resolve("subtracted.tif"), "--overwrite"));
    words.addAll(List.of(more));
    CommandRun run = CommandRun.of(words.toArray());
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  @Test
  void heightsOutOfPlaceAreMovedIfToldSoAndNoticedIfTheyAreTheTruth() throws IOException {
    Georeference east =
        new Georeference(place.crs(), place.transform().shifted(8, 0), place.interpretation());
    Path moved = copy(here.heights(), "moved.tif", east, 1);

    assertThat(fitSoon(here.scene(), moved, "--align", "9m").err())
        .containsPattern("moved.tif: moved by -[45]\\.\\d m across, [-+]0");
    assertThat(fitSoon(here.scene(), moved).err()).doesNotContain("moved by");

    CommandRun compared = CommandRun.of("evaluate", "height", here.heights(), moved, "--json");
    String said = "fit better if the truth is moved by -";
    assertThat(compared.err()).contains("Warning: ", said, "gdal_edit.py -a_ullr");
    assertThat(compared.out()).contains("\"warnings\"", said);
  }

  @Test
  void aHeadIsForTheWeightsThatItWasFittedOn() throws IOException {
    Path model = folder.resolve("other");
    assertThat(CommandRun.of("model", "export", "gramscape-vitt16", model).exitCode()).isZero();
    Path weights = model.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 4] ^= 1;
    Files.write(weights, bytes);
    assertThat(fitSoon(here.scene(), here.heights()).exitCode()).isZero();
    CommandRun run =
        CommandRun.of(
            "canopy-height",
            here.scene(),
            folder.resolve("map.tif"),
            "--head",
            folder.resolve("out.head"),
            "--model",
            model);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(Failure.UNUSABLE);
    assertThat(run.err()).contains("was fitted on the model gramscape-vitt16", "pass --model");
    assertThat(folder.resolve("map.tif")).doesNotExist();
  }
}
