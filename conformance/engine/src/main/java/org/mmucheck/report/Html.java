package org.mmucheck.report;

/** Writes HTML; text is escaped, and control characters become the symbols that stand for them. */
final class Html {
  private static final char FIRST_SYMBOL = '\u2400';

  private final StringBuilder out = new StringBuilder();

  /** Markup, as it is. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Text. */
  Html text(String text) {
    out.append(escaped(text));
    return this;
  }

  /** An element with text in it. */
  Html element(String name, String text) {
    return raw("<" + name + ">").text(text).raw("</" + name.split(" ", 2)[0] + ">");
  }

  /** A link to a place on the page. */
  Html link(String anchor, String text) {
    return raw("<a href=\"#" + escaped(anchor) + "\">").text(text).raw("</a>");
  }

  @Override
  public String toString() {
    return out.toString();
  }

  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\n' -> escaped.append('\n');
        default -> escaped.append(Character.isISOControl(c) ? symbol(c) : c);
      }
    }
    return escaped.toString();
  }

  private static char symbol(char control) {
    return control < ' ' ? (char) (FIRST_SYMBOL + control) : '\ufffd';
  }
}
