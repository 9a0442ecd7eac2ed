package io.baton.tracing.viewer;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in. A page of somebody else may make a browser send requests here, by its own script
 * or by a name that it lets point to this machine; such requests bear the wrong {@code Origin} or
 * {@code Host} and are refused, whatever they ask. Immutable.
 */
final class Gate {

  /** A header that no foreign page can send without being asked for leave, which nobody gives. */
  static final String OWN_HEADER = "X-Baton-Viewer";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> names = new HashSet<>(LOOPBACK);
  private final boolean takesLiterals;
  private final @Nullable Token token;

  Gate(InetAddress address, Set<String> hosts, @Nullable Token token) {
    if (token == null && !address.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "address "
              + address.getHostAddress()
              + " can be reached by others, so a token is needed: Viewer.builder().token(...)");
    }
    this.token = token;
    takesLiterals = address.isAnyLocalAddress();
    names.add(literal(address));
    hosts.forEach(host -> names.add(host.toLowerCase(Locale.ROOT)));
  }

  /** How a request is answered that is not let in; empty for one that is. */
  Optional<Response> refusal(Request request) {
    List<String> hosts = request.headers("Host");
    String host = hosts.size() == 1 ? hosts.getFirst() : "";
    if (!isOurs(host)) {
      return refuse(421, "This page is not served under that host name.");
    }
    String origin = request.header("Origin");
    if (!isSameSite(request) || (origin != null && !isOrigin(origin, host))) {
      return refuse(403, "Pages of others may not use this one.");
    }
    boolean changes = request.method().equals("POST");
    if (changes && (origin == null || request.header(OWN_HEADER) == null)) {
      return refuse(403, "Only the page itself may change something.");
    }
    if (token == null
        || token.isShownBy(
            request.header("Authorization"), request.headers("Cookie"), request.port())) {
      return Optional.empty();
    }
    return Optional.of(entry(request, token));
  }

  private static Response entry(Request request, Token token) {
    boolean isPage = request.method().equals("GET") && request.path().equals("/");
    if (isPage && token.is(request.parameter("token").orElse(null))) {
      return Response.redirect("/", Map.of("Set-Cookie", token.cookie(request.port())));
    }
    return Response.text(401, "A token is needed: open this page with /?token=... once.");
  }

  private boolean isOurs(String host) {
    String name = nameOf(host).toLowerCase(Locale.ROOT);
    return names.contains(name) || (takesLiterals && isLiteral(name));
  }

  /** Browsers say by themselves where a request comes from; a user's own visit is {@code none}. */
  private static boolean isSameSite(Request request) {
    String site = request.header("Sec-Fetch-Site");
    boolean isVisit = "navigate".equals(request.header("Sec-Fetch-Mode"));
    return site == null
        || site.equals("same-origin")
        || site.equals("none")
        || (isVisit && request.path().equals("/"));
  }

  private static boolean isOrigin(String origin, String host) {
    return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
  }

  private static String nameOf(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  private static boolean isLiteral(String name) {
    return name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]");
  }

  /** An address as it stands in a URI. */
  static String literal(InetAddress address) {
    String text = address.getHostAddress().replaceFirst("%.*", "");
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }

  private static Optional<Response> refuse(int status, String why) {
    return Optional.of(Response.text(status, why));
  }
}
