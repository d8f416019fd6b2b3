package org.gramscape.cli;

import picocli.CommandLine.IVersionProvider;

/** Gramscape's version, and those of what it stands on. */
final class Versions implements IVersionProvider {

  static String gramscape() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "Gramscape " + gramscape(),
      "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")"
    };
  }
}
