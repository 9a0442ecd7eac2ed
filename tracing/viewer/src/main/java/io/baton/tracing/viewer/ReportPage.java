package io.baton.tracing.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts a story, its style and its script into one file. */
final class ReportPage {

  private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\\n");
  private static final Pattern EXPORT = Pattern.compile("(?m)^export ");
  private static final String SCRIPT = script();
  private static final String STYLE =
      Assets.text("tokens.css") + Assets.text("story.css") + Assets.text("report.css");
  private static final String TEMPLATE = Assets.text("report.html");

  private ReportPage() {}

  static String of(Story story) {
    var page = new StringBuilder();
    for (var part : TEMPLATE.split("(?=\\{\\{)|(?<=}})", -1)) {
      page.append(
          switch (part) {
            case "{{policy}}" -> policy();
            case "{{title}}" -> escaped(story.title());
            case "{{style}}" -> STYLE;
            case "{{data}}" -> data(story);
            case "{{script}}" -> SCRIPT;
            default -> part;
          });
    }
    return page.toString();
  }

  /** JSON in which nothing can end the element that it stands in, or begin another. */
  private static String data(Story story) {
    return Json.text(story).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static String policy() {
    return "default-src 'none'; script-src '"
        + hash(SCRIPT)
        + "'; style-src '"
        + hash(STYLE)
        + "'; base-uri 'none'; form-action 'none'";
  }

  /** The modules of the page, one behind the other in one scope. */
  private static String script() {
    List<String> files = new ArrayList<>(Assets.STORY_SCRIPTS);
    files.add("theme.js");
    files.add("report.js");
    return files.stream()
        .map(Assets::text)
        .map(text -> IMPORT.matcher(text).replaceAll(""))
        .map(text -> EXPORT.matcher(text).replaceAll(""))
        .collect(Collectors.joining("\n", "\"use strict\";\n(() => {\n", "\n})();\n"));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
