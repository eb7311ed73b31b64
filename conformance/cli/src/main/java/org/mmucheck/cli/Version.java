package org.mmucheck.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest; picocli creates it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"mmucheck " + (version == null ? "(not packaged)" : version)};
  }
}
