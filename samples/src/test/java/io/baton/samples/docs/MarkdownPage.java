package io.baton.samples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of the documentation. */
record MarkdownPage(Path path, List<String> lines) {
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final String FENCE = "```";
  private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");

  static MarkdownPage of(String path) throws IOException {
    return of(ROOT.resolve(path));
  }

  /** Every page of the repository. */
  static List<MarkdownPage> all() throws IOException {
    var pages = new ArrayList<MarkdownPage>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.getFileName().toString();
            boolean isSource = !name.equals("target") && !name.startsWith(".");
            return isSource ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.toString().endsWith(".md")) {
              pages.add(of(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return pages;
  }

  private static MarkdownPage of(Path path) throws IOException {
    return new MarkdownPage(path, Files.readAllLines(path));
  }

  /** The lines of each fenced block of a language. */
  List<List<String>> blocks(String language) {
    var blocks = new ArrayList<List<String>>();
    List<String> block = null;
    boolean isInside = false;
    for (String line : lines) {
      if (line.startsWith(FENCE)) {
        block = !isInside && line.equals(FENCE + language) ? new ArrayList<>() : null;
        isInside = !isInside;
        if (block != null) {
          blocks.add(block);
        }
      } else if (block != null) {
        block.add(line);
      }
    }
    return blocks;
  }

  /** The targets of all links that lead into this repository. */
  List<String> links() {
    return LINK.matcher(prose())
        .results()
        .map(MatchResult::group)
        .map(link -> link.substring(link.lastIndexOf('(') + 1, link.length() - 1))
        .filter(target -> !target.matches("[a-z]+:.*"))
        .toList();
  }

  /** Whether a link leads to a file and, where it has one, to a heading of it. */
  boolean leadsSomewhere(String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? path : path.resolveSibling(parts[0]).normalize();
    if (!target.startsWith(ROOT) || !Files.exists(target)) {
      return false;
    }
    try {
      return parts.length == 1 || of(target).anchors().contains(parts[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> anchors() {
    return lines.stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }

  /** The text without code, in which brackets are no links. */
  private String prose() {
    var prose = new StringBuilder();
    boolean isInside = false;
    for (String line : lines) {
      if (line.startsWith(FENCE)) {
        isInside = !isInside;
      } else if (!isInside) {
        prose.append(line.replaceAll("`[^`]*`", "code")).append('\n');
      }
    }
    return prose.toString();
  }

  @Override
  public String toString() {
    return ROOT.relativize(path).toString();
  }
}
