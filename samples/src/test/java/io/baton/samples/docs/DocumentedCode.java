package io.baton.samples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The regions of the test sources of this package that pages may show: from {@code // docs: name}
 * to {@code // end}. What has the same name in one file is one region. Lines are compared without
 * their indentation, and blank ones not at all.
 */
final class DocumentedCode {
  private static final String START = "// docs: ";
  private static final String END = "// end";

  private final Map<String, List<String>> regions = new LinkedHashMap<>();

  static DocumentedCode ofThisPackage() throws IOException {
    String folder = DocumentedCode.class.getPackageName().replace('.', '/');
    var code = new DocumentedCode();
    try (var sources = Files.list(Path.of("src/test/java", folder))) {
      for (Path source : sources.sorted().toList()) {
        code.add(source.getFileName().toString(), Files.readAllLines(source));
      }
    }
    return code;
  }

  void add(String file, List<String> source) {
    List<String> region = null;
    for (String line : trimmed(source)) {
      if (line.startsWith(START)) {
        String name = file + ": " + line.substring(START.length());
        region = regions.computeIfAbsent(name, _ -> new ArrayList<>());
      } else if (line.equals(END)) {
        region = null;
      } else if (region != null) {
        region.add(line);
      }
    }
  }

  /** The name of the region that has the lines of a block and no others. */
  @Nullable String nameOf(List<String> block) {
    List<String> wanted = trimmed(block);
    return regions.entrySet().stream()
        .filter(region -> region.getValue().equals(wanted))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  List<String> names() {
    return List.copyOf(regions.keySet());
  }

  private static List<String> trimmed(List<String> lines) {
    return lines.stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
