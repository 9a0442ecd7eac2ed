package io.baton.tracing.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What whoever looks must show. It comes as a bearer, or once in the address of the page, which is
 * answered with a cookie; the cookie holds a value of this viewer's own, so that nobody else on the
 * same host sees the token. All comparisons take the same time. Immutable.
 */
final class Token {
  static final int SHORTEST = 16;

  private static final String BEARER = "Bearer ";

  private final byte[] digest;
  private final String session;

  Token(String text) {
    if (text.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "token must have at least " + SHORTEST + " characters, but has " + text.length());
    }
    digest = digest(text);
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    session = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Whether a text is the token. */
  boolean is(@Nullable String text) {
    return text != null && MessageDigest.isEqual(digest, digest(text));
  }

  /** Whether the headers of a request show the token, or the cookie that it was answered with. */
  boolean isShownBy(@Nullable String authorization, List<String> cookies, int port) {
    boolean byBearer =
        authorization != null
            && authorization.startsWith(BEARER)
            && is(authorization.substring(BEARER.length()));
    return byBearer || cookies.stream().anyMatch(header -> hasSession(header, port));
  }

  /** The header that gives a browser the cookie. Cookies are shared by all ports of a host. */
  String cookie(int port) {
    return cookieName(port) + "=" + session + "; Path=/; HttpOnly; SameSite=Strict";
  }

  private boolean hasSession(String header, int port) {
    byte[] wanted = digest(cookieName(port) + "=" + session);
    for (var cookie : header.split(";", -1)) {
      if (MessageDigest.isEqual(wanted, digest(cookie.strip()))) {
        return true;
      }
    }
    return false;
  }

  private static String cookieName(int port) {
    return "baton-viewer-" + port;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
