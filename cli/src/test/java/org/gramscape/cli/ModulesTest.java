package org.gramscape.cli;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** Who may use whom. */
@AnalyzeClasses(packages = "org.gramscape", importOptions = DoNotIncludeTests.class)
class ModulesTest {
  @ArchTest
  static final ArchRule dataGoesOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("geo-io")
          .definedBy("org.gramscape.geoio..")
          .layer("tiling")
          .definedBy("org.gramscape.tiling..")
          .layer("satellite-model")
          .definedBy("org.gramscape.model..")
          .layer("dense-features")
          .definedBy("org.gramscape.features..")
          .layer("canopy-height")
          .definedBy("org.gramscape.canopy..")
          .layer("land-cover")
          .definedBy("org.gramscape.landcover..")
          .layer("training")
          .definedBy("org.gramscape.training..")
          .layer("samples")
          .definedBy("org.gramscape.samples..")
          .layer("cli")
          .definedBy("org.gramscape.cli..")
          .whereLayer("geo-io")
          .mayNotAccessAnyLayer()
          .whereLayer("satellite-model")
          .mayNotAccessAnyLayer()
          .whereLayer("tiling")
          .mayOnlyAccessLayers("geo-io")
          .whereLayer("dense-features")
          .mayOnlyAccessLayers("geo-io", "tiling", "satellite-model")
          .whereLayer("canopy-height")
          .mayOnlyAccessLayers("geo-io", "tiling", "satellite-model", "dense-features")
          .whereLayer("land-cover")
          .mayOnlyAccessLayers("geo-io", "tiling", "satellite-model", "dense-features")
          .whereLayer("training")
          .mayOnlyBeAccessedByLayers("samples", "cli")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule librariesStayInTheirModules =
      ArchRuleDefinition.noClasses()
          .that()
          .resideOutsideOfPackage("org.gramscape.geoio..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.gdal..", "org.geotools..", "com.github.luben..");

  @ArchTest
  static final ArchRule networksStayInTheModel =
      ArchRuleDefinition.noClasses()
          .that()
          .resideOutsideOfPackage("org.gramscape.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..");

  @ArchTest
  static final ArchRule noPackageNeedsItselfByDetour =
      slices().matching("org.gramscape.(*)..").should().beFreeOfCycles();
}
