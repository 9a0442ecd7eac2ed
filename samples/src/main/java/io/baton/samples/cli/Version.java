package io.baton.samples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of the build, and the Java that it runs on. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    var properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/baton-samples.properties")) {
      if (in != null) {
        properties.load(in);
      }
    }
    return new String[] {
      "Baton " + properties.getProperty("version", "of unknown version"),
      "Java " + Runtime.version()
    };
  }
}
