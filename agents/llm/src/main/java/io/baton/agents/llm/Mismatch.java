package io.baton.agents.llm;

import java.util.List;

/**
 * One way in which a JSON document is not what a type asks for. Its text is a sentence by which a
 * model can mend the document. Immutable.
 *
 * <p>Paths are written as {@code items[2].price}; that of the document itself is empty.
 */
public sealed interface Mismatch {

  /** Where it is. */
  String path();

  /** What is wrong there, without the path. */
  String problem();

  /** Path and problem, as one sentence. */
  default String sentence() {
    return (path().isEmpty() ? "the document" : path()) + ": " + problem();
  }

  /**
   * The text is not JSON.
   *
   * @param path where the document is
   * @param reason what the parser says
   */
  record NotJson(String path, String reason) implements Mismatch {
    @Override
    public String problem() {
      return "expected valid JSON, but " + reason;
    }
  }

  /**
   * There is a property that the type does not have.
   *
   * @param path the property
   * @param owner the type
   * @param known the names that it has
   */
  record UnknownProperty(String path, String owner, List<String> known) implements Mismatch {

    /** Copies. */
    public UnknownProperty {
      known = List.copyOf(known);
    }

    @Override
    public String problem() {
      return known.isEmpty()
          ? "is unknown; %s has no properties".formatted(owner)
          : "is unknown; the properties of %s are %s".formatted(owner, String.join(", ", known));
    }
  }

  /**
   * A property is not there that must be.
   *
   * @param path the property
   * @param expected what must be there
   */
  record Missing(String path, String expected) implements Mismatch {
    @Override
    public String problem() {
      return "is missing; expected " + expected;
    }
  }

  /**
   * There is a null that must not be.
   *
   * @param path where
   * @param expected what must be there
   */
  record NullValue(String path, String expected) implements Mismatch {
    @Override
    public String problem() {
      return "expected %s, but got null".formatted(expected);
    }
  }

  /**
   * A value is of another type, out of range or ill-formed.
   *
   * @param path where
   * @param expected what must be there
   * @param found what is there
   */
  record WrongType(String path, String expected, String found) implements Mismatch {
    @Override
    public String problem() {
      return "expected %s, but got %s".formatted(expected, found);
    }
  }

  /**
   * A text is none of the constants of an enum.
   *
   * @param path where
   * @param constants the constants
   * @param found what is there
   */
  record UnknownConstant(String path, List<String> constants, String found) implements Mismatch {

    /** Copies. */
    public UnknownConstant {
      constants = List.copyOf(constants);
    }

    @Override
    public String problem() {
      return "expected one of %s, but got %s".formatted(String.join(", ", constants), found);
    }
  }

  /**
   * The property that tells the records of a sealed interface apart names none of them.
   *
   * @param path that property
   * @param variants the names of the records
   * @param found what is there
   */
  record UnknownVariant(String path, List<String> variants, String found) implements Mismatch {

    /** Copies. */
    public UnknownVariant {
      variants = List.copyOf(variants);
    }

    @Override
    public String problem() {
      return "expected one of %s, but got %s".formatted(String.join(", ", variants), found);
    }
  }

  /**
   * The constructor of a record has refused what was read for it.
   *
   * @param path where the record is
   * @param owner the record
   * @param reason what it said
   */
  record Refused(String path, String owner, String reason) implements Mismatch {
    @Override
    public String problem() {
      return "is refused by %s: %s".formatted(owner, reason);
    }
  }
}
