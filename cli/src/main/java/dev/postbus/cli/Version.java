package dev.postbus.cli;

import picocli.CommandLine.IVersionProvider;

/** The version, as the manifest of the jar says. */
final class Version implements IVersionProvider {

  Version() {}

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "postbus %s on Java %s"
          .formatted(
              version == null ? "(not packaged)" : version, System.getProperty("java.version"))
    };
  }
}
