package io.baton.samples.cli;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** Collects the text files of a directory and those below it; hidden ones are passed over. */
final class TextFileWalk extends SimpleFileVisitor<Path> {
  static final List<String> ENDINGS = List.of(".txt", ".text", ".md", ".markdown", ".rst", ".adoc");
  static final Set<FileVisitOption> OPTIONS = EnumSet.of(FileVisitOption.FOLLOW_LINKS);
  static final int DEEPEST = 64;

  private final Path top;
  private final BiConsumer<String, String> complaint;
  private final List<Path> files = new ArrayList<>();
  private boolean complained;

  TextFileWalk(Path top, BiConsumer<String, String> complaint) {
    this.top = top;
    this.complaint = complaint;
  }

  /** By name. */
  List<Input> files() {
    return files.stream().sorted().<Input>map(Input.OfFile::new).toList();
  }

  /** Whether there was nothing, not even something to complain of. */
  boolean isEmpty() {
    return files.isEmpty() && !complained;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    return isHidden(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (attributes.isRegularFile() && isTextFile(file)) {
      files.add(file);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    if (!isHidden(file)) {
      complaint.accept(file.toString(), UnreadableException.of(failure).reason());
      complained = true;
    }
    return FileVisitResult.CONTINUE;
  }

  private boolean isHidden(Path path) {
    return !path.equals(top) && name(path).startsWith(".");
  }

  private boolean isTextFile(Path file) {
    return !isHidden(file) && ENDINGS.stream().anyMatch(name(file)::endsWith);
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
  }
}
