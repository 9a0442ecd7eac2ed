package io.baton.tracing;

import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is masked where events are shown: components of records that are marked {@link
 * io.baton.events.Secret}, and values whose names say that they are secret. Immutable and
 * thread-safe.
 *
 * <p>A name is compared without regard to case, hyphens and underscores, and as the end of the name
 * that is looked at: {@code apiKey} masks {@code API_KEY} and {@code openaiApiKey} too. Names are
 * those of components of records, keys of maps and headers.
 *
 * <p>What is shown of a value: records, collections, arrays, maps and optionals by what they hold,
 * enums and values of the Java platform as their text, and of anything else only the name of its
 * class, since what its text would say is not known. An envelope stands for its event. It does not
 * look into texts: an exception's message, or a note, that repeats a secret shows it.
 */
public final class Redactor {

  /** What stands in the place of a masked value. */
  public static final String MASK = "***";

  private static final List<String> DEFAULT_NAMES =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "pwd",
          "secret",
          "token",
          "apiKey",
          "accessKey",
          "privateKey",
          "secretKey",
          "credential",
          "credentials",
          "authorization",
          "cookie");

  private static final Redactor DEFAULT = new Redactor(Set.of()).masking(DEFAULT_NAMES);

  private final Set<String> names;
  private final ClassValue<RecordMembers> records;

  private Redactor(Set<String> names) {
    this.names = names;
    records =
        new ClassValue<>() {
          @Override
          protected RecordMembers computeValue(Class<?> type) {
            return RecordMembers.of(type, Redactor.this::masks);
          }
        };
  }

  /**
   * Masks what is marked {@link io.baton.events.Secret}, and {@code password}, {@code passwd},
   * {@code passphrase}, {@code pwd}, {@code secret}, {@code token}, {@code apiKey}, {@code
   * accessKey}, {@code privateKey}, {@code secretKey}, {@code credential}, {@code credentials},
   * {@code authorization} and {@code cookie}.
   */
  public static Redactor byDefault() {
    return DEFAULT;
  }

  /** Masks what is marked {@link io.baton.events.Secret}, and no names. */
  public static Redactor bySecretOnly() {
    return new Redactor(Set.of());
  }

  /**
   * One that masks these names too.
   *
   * @throws IllegalArgumentException if a name has no letter or digit
   */
  public Redactor masking(String... more) {
    return masking(List.of(more));
  }

  private Redactor masking(List<String> more) {
    var all = new HashSet<>(names);
    for (var name : more) {
      String plain = plain(name);
      if (plain.isEmpty()) {
        throw new IllegalArgumentException(
            "a name to mask must have a letter or a digit, but is \"" + name + "\"");
      }
      all.add(plain);
    }
    return new Redactor(Set.copyOf(all));
  }

  /** Whether the value of a name is masked. */
  public boolean masks(String name) {
    return names.stream().anyMatch(plain(name)::endsWith);
  }

  /**
   * The components of a record, in their order, those that are masked without their values.
   *
   * @throws IllegalArgumentException if a component cannot be read
   */
  public List<Member> members(Record value) {
    return records.get(value.getClass()).of(value);
  }

  /**
   * Whether a value's text is known to say what it is and nothing else: enums, numbers, booleans,
   * characters, and dates, UUIDs, URIs and the like of the Java platform.
   */
  public static boolean isPlain(Object value) {
    return PlainValue.isPlain(value);
  }

  /** The text of a value, masked, in the way in which records show themselves. */
  public String text(@Nullable Object value) {
    return text(value, Integer.MAX_VALUE);
  }

  /** The text of a value, masked; if it is longer than {@code most}, it is cut and ends in "…". */
  public String text(@Nullable Object value, int most) {
    return new RedactedText(this, most).of(value);
  }

  private static String plain(String name) {
    var plain = new StringBuilder(name.length());
    name.codePoints().filter(Character::isLetterOrDigit).forEach(plain::appendCodePoint);
    return plain.toString().toLowerCase(Locale.ROOT);
  }

  /**
   * A component of a record.
   *
   * @param name its name
   * @param type its declared type
   * @param value its value; null if it is masked, or null
   * @param isMasked whether its value is not to be shown
   */
  public record Member(String name, Type type, @Nullable Object value, boolean isMasked) {}
}
