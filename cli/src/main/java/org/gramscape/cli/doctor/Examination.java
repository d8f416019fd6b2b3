package org.gramscape.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gramscape.cli.Text;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.UnusableInputException;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.BandInfo.Role;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.ModelInfo;
import org.gramscape.tiling.ScaleRule;
import org.gramscape.tiling.SceneView;

/**
 * Looks at one scene as a model would see it, and says what fits and what does not.
 *
 * @param facts what the scene is, as name and text
 */
public record Examination(String scene, List<Fact> facts, List<Finding> findings) {
  private static final int COLORS = 3;
  private static final double MUCH_BLACK = 0.02;

  /** Larger pixels blend a tree or a house with what is beside it, whatever the model. */
  private static final double MOST_METRES = 2;

  private static final double DIM = 0.25;

  /** One thing that a scene is. */
  public record Fact(String name, String text) {}

  /** Whether a model can use the scene as it is. */
  public boolean isUsable() {
    return findings.stream().noneMatch(f -> f.severity() == Finding.Severity.PROBLEM);
  }

  /** This, and one finding more. */
  public Examination with(Finding finding) {
    List<Finding> more = new ArrayList<>(findings);
    more.add(finding);
    return new Examination(scene, facts, more);
  }

  /**
   * Examines a scene.
   *
   * @throws IOException if it cannot be read at all
   */
  public static Examination of(RasterSource source, SceneView view, ModelInfo model)
      throws IOException {
    RasterInfo info = source.info();
    Examination examination = new Examination(info.name(), new ArrayList<>(), new ArrayList<>());
    SceneSurvey survey = SceneSurvey.of(source);
    examination.file(info);
    examination.place(info, view, model);
    examination.bands(info, survey, view);
    examination.values(info, survey, view);
    examination.validity(info, survey);
    return examination;
  }

  private void fact(String name, String form, Object... arguments) {
    facts.add(new Fact(name, String.format(Locale.ROOT, form, arguments)));
  }

  private void file(RasterInfo info) {
    fact(
        "File",
        "%s, %d x %d px, %s of %s, read by %s",
        info.format(),
        info.width(),
        info.height(),
        Text.count(info.bands().size(), "band"),
        info.sampleType().name().toLowerCase(Locale.ROOT),
        info.backend());
  }

  private void place(RasterInfo info, SceneView view, ModelInfo model) {
    if (info.georeference().isEmpty()) {
      fact("Place", "unknown");
      findings.add(Finding.problem("It has no usable georeference: " + info.whyNot(), ""));
      return;
    }
    Georeference place = info.georeference().get();
    try {
      GroundSampleDistance pixel =
          place.groundSampleDistance(info.width() / 2.0, info.height() / 2.0);
      fact("Place", "%s (%s), coordinates in %s", place.crs(), place.crs().name(), place.unit());
      fact(
          "Pixel",
          "%s x %s m on the ground; the scene is %s x %s m",
          Text.brief(pixel.acrossMetres()),
          Text.brief(pixel.downMetres()),
          Text.brief(pixel.acrossMetres() * info.width()),
          Text.brief(pixel.downMetres() * info.height()));
      resolution(info, pixel, view, model);
    } catch (UnusableInputException e) {
      findings.add(
          Finding.problem(
              "Its coordinates do not fit its CRS: " + e.getMessage(),
              "gdal_edit.py -a_srs EPSG:CODE " + scene));
    }
  }

  private void resolution(
      RasterInfo info, GroundSampleDistance pixel, SceneView view, ModelInfo model) {
    double wanted = view.groundSampleDistance().orElse(model.groundSampleDistance());
    double ratio = pixel.metres() / wanted;
    if (ratio > 4 && pixel.metres() > MOST_METRES) {
      findings.add(
          Finding.problem(
              String.format(
                  Locale.ROOT,
                  "Pixels of %.3g m are far coarser than the %.2g m that %s was made for: trees and"
                      + " houses cannot be told apart",
                  pixel.metres(),
                  wanted,
                  model.name()),
              String.format(
                  Locale.ROOT,
                  "use a sharper scene, or accept poor maps with --gsd %.3g",
                  pixel.metres())));
    } else if (ratio > 1.5) {
      findings.add(
          Finding.warning(
              String.format(
                  Locale.ROOT,
                  "Pixels of %.3g m are coarser than the %.2g m that %s was made for; the scene is"
                      + " enlarged, which adds no detail",
                  pixel.metres(),
                  wanted,
                  model.name()),
              ""));
    } else if (ratio < 1 / 1.05) {
      findings.add(
          Finding.good(
              String.format(
                  Locale.ROOT,
                  "Pixels of %.3g m are finer than the model's %.2g m: tiles are reduced for the"
                      + " model, and the map comes back on the scene's own grid",
                  pixel.metres(),
                  wanted)));
    } else {
      findings.add(Finding.good("The pixel size suits the model"));
    }
    double stretch = pixel.acrossMetres() / pixel.downMetres();
    if (stretch > 1.2 || stretch < 1 / 1.2) {
      findings.add(
          Finding.good(
              String.format(
                  Locale.ROOT,
                  "Pixels are not square on the ground (ratio %.2f); tiles are made square for the"
                      + " model",
                  stretch)));
    }
    double patch = model.patchSize() * wanted;
    if (pixel.acrossMetres() * info.width() < patch || pixel.downMetres() * info.height() < patch) {
      findings.add(
          Finding.problem(
              String.format(
                  Locale.ROOT, "The scene is smaller than one patch of the model (%.3g m)", patch),
              "use a larger scene, or a smaller --gsd"));
    }
  }

  private void bands(RasterInfo info, SceneSurvey survey, SceneView view) {
    String roles =
        info.bands().stream()
            .map(band -> band.role().name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .collect(Collectors.joining(", "));
    int[] chosen;
    try {
      chosen = view.bands(info, COLORS);
    } catch (UnusableInputException e) {
      fact("Bands", "%s", roles);
      boolean palette = info.bands().get(0).role() == Role.PALETTE;
      findings.add(
          Finding.problem(
              "Red, green and blue are needed, and it has "
                  + (palette ? "one band with a palette" : Text.count(info.bands().size(), "band")),
              palette
                  ? "gdal_translate -expand rgb " + scene + " rgb.tif"
                  : "gdal_merge.py -separate -o rgb.tif RED GREEN BLUE, or --bands 1,1,1 for grey"));
      return;
    }
    fact(
        "Bands",
        "%s; red, green, blue are taken from %s",
        roles,
        IntStream.of(chosen)
            .mapToObj(b -> Integer.toString(b + 1))
            .collect(Collectors.joining(",")));
    if (view.bands().isEmpty() && !isNamed(info)) {
      guessOrder(survey, chosen);
    }
  }

  private static boolean isNamed(RasterInfo info) {
    List<Role> roles = info.bands().stream().map(BandInfo::role).toList();
    return roles.containsAll(List.of(Role.RED, Role.GREEN, Role.BLUE));
  }

  /** Land reflects more red than blue; a scene that does not is probably stored the other way. */
  private void guessOrder(SceneSurvey survey, int[] chosen) {
    double first = survey.bands().get(chosen[0]).mean();
    double third = survey.bands().get(chosen[2]).mean();
    if (first < 0.85 * third) {
      findings.add(
          Finding.warning(
              "The file does not say which band is red. The first is darker than the third, which"
                  + " is unusual for land: perhaps they run blue, green, red",
              "--bands 3,2,1"));
    } else {
      findings.add(
          Finding.good(
              "The file does not say which band is red; red, green, blue is a plausible order"));
    }
    if (survey.bands().size() > COLORS) {
      double fourth = survey.bands().get(COLORS).mean();
      if (fourth > 1.3 * Math.max(first, third)) {
        fact("Band 4", "probably near infrared (brighter than the colours); not used");
      }
    }
  }

  private void values(RasterInfo info, SceneSurvey survey, SceneView view) {
    for (int band = 0; band < survey.bands().size(); band++) {
      SceneSurvey.Band seen = survey.bands().get(band);
      if (!Double.isNaN(seen.min())) {
        fact(
            "Band " + (band + 1),
            "%s to %s, mean %s, 2nd to 98th percentile %s to %s",
            Text.brief(seen.min()),
            Text.brief(seen.max()),
            Text.brief(seen.mean()),
            Text.brief(seen.low()),
            Text.brief(seen.high()));
      }
    }
    if (view.scaling().kind() != ScaleRule.Kind.BITS || survey.bands().isEmpty()) {
      return;
    }
    double brightest =
        IntStream.range(0, survey.bands().size())
            .filter(band -> !SceneSurvey.isAlpha(info, band))
            .mapToDouble(band -> survey.bands().get(band).high())
            .max()
            .orElse(Double.NaN);
    if (info.sampleType().isFloat()) {
      findings.add(
          Finding.problem(
              String.format(
                  Locale.ROOT,
                  "Samples are floating-point numbers (98 %% are below %.4g): the model must be told"
                      + " what is black and white",
                  brightest),
              scaleOfFloats(survey, brightest)));
      return;
    }
    double white = Math.pow(2, info.bands().get(0).bits()) - 1;
    if (brightest < DIM * white) {
      findings.add(
          Finding.warning(
              String.format(
                  Locale.ROOT,
                  "Samples use little of their bit depth (98 %% are below %.0f of %.0f): the model"
                      + " would see a dark scene",
                  brightest,
                  white),
              "--scale percentile:2,98, or --scale range:0," + Math.round(brightest)));
    }
  }

  private static String scaleOfFloats(SceneSurvey survey, double brightest) {
    if (brightest <= 1.5) {
      return "--scale range:0,1";
    }
    boolean bytes = survey.bands().stream().allMatch(band -> band.min() >= 0 && band.max() <= 255);
    return bytes && brightest >= DIM * 255 ? "--scale range:0,255" : "--scale percentile:2,98";
  }

  private void validity(RasterInfo info, SceneSurvey survey) {
    String nodata =
        info.bands().stream()
            .flatMap(band -> band.nodata().stream().boxed())
            .distinct()
            .map(Text::number)
            .collect(Collectors.joining(", "));
    fact(
        "Data",
        "%s%s %% of the pixels are valid; nodata value: %s",
        survey.complete() ? "" : "about ",
        Text.brief(100 * survey.validShare()),
        nodata.isEmpty() ? "none declared" : nodata);
    if (survey.validShare() == 0) {
      findings.add(
          Finding.problem(
              "No pixel is valid" + (survey.complete() ? "" : " among those looked at"),
              "see whether the nodata value is right: gdal_edit.py -unsetnodata " + scene));
    } else if (nodata.isEmpty() && survey.blackShare() > MUCH_BLACK) {
      findings.add(
          Finding.warning(
              String.format(
                  Locale.ROOT,
                  "%.0f %% of the pixels are black in every band, and no nodata value is declared:"
                      + " probably an undeclared border",
                  100 * survey.blackShare()),
              "gdal_edit.py -a_nodata 0 " + scene));
    }
  }
}
