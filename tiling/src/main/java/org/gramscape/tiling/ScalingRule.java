package org.gramscape.tiling;

import java.io.IOException;
import org.gramscape.geoio.raster.RasterSource;

/** How to find the scaling of a scene's samples; its text says which rule it is. */
@FunctionalInterface
public interface ScalingRule {

  /** The whole range of the samples' significant bits. */
  ScalingRule BITS =
      new ScalingRule() {
        @Override
        public SampleScaling of(RasterSource source, int[] bands) throws IOException {
          return RangeScaling.bits(source.info());
        }

        @Override
        public String toString() {
          return "bits";
        }
      };

  /**
   * The scaling of one scene.
   *
   * @param bands those that are read, from 0
   * @throws org.gramscape.geoio.InvalidRasterException if the rule does not fit the scene
   */
  SampleScaling of(RasterSource source, int[] bands) throws IOException;
}
