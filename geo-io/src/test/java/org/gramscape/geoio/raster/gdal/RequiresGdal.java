package org.gramscape.geoio.raster.gdal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips a test where there is no GDAL; where the environment variable {@code
 * GRAMSCAPE_REQUIRE_GDAL} is {@code true}, it runs and fails instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresGdal.Condition.class)
public @interface RequiresGdal {

  /** The condition behind the annotation. */
  class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return GdalBackend.isAvailable()
              || Boolean.parseBoolean(System.getenv("GRAMSCAPE_REQUIRE_GDAL"))
          ? ConditionEvaluationResult.enabled("GDAL is here or required")
          : ConditionEvaluationResult.disabled(GdalBackend.whyNot());
    }
  }
}
