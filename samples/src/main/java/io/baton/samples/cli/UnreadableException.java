package io.baton.samples.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * An input that gives no text, or an output that takes none; the message says why, in a few words
 * for a person.
 */
final class UnreadableException extends Exception {
  static final String NO_FILE = "no such file or directory";

  private static final long serialVersionUID = 1;

  UnreadableException(String reason) {
    super(reason);
  }

  private UnreadableException(String reason, Throwable cause) {
    super(reason, cause);
  }

  static UnreadableException of(IOException cause) {
    return new UnreadableException(reason(cause), cause);
  }

  static UnreadableException ofWriting(IOException cause) {
    String reason =
        switch (cause) {
          case NoSuchFileException _ -> "no such directory";
          case AccessDeniedException _ -> "permission denied";
          case FileSystemException e when e.getReason() != null ->
              "cannot be written: " + e.getReason();
          default -> "cannot be written: " + cause.getMessage();
        };
    return new UnreadableException(reason, cause);
  }

  /** Why; never null, as this class always has a message. */
  String reason() {
    return String.valueOf(getMessage());
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException _ -> NO_FILE;
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException e when e.getReason() != null -> "cannot be read: " + e.getReason();
      default -> "cannot be read: " + cause.getMessage();
    };
  }
}
