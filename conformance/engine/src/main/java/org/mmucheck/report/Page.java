package org.mmucheck.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** A page of HTML that needs nothing else and has no script. */
final class Page {
  private Page() {}

  static List<String> of(String title, Html body) {
    Html html = new Html();
    html.raw("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
    html.raw(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
            + " style-src 'unsafe-inline'\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width\">\n<title>").text(title);
    html.raw("</title>\n<style>\n" + resource("report.css") + "</style>\n<main>\n");
    html.raw(body.toString()).raw("</main>\n</html>");
    return html.toString().lines().toList();
  }

  static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
