package org.mmucheck.reading;

import java.util.regex.Pattern;
import org.mmucheck.itf.TlcJsonTraces;
import org.mmucheck.tlc.TlcText;
import org.mmucheck.tlc.TlcTla;

/** What a file of a trace is written in. It is told by the content; names say little. */
public enum TraceForm {
  /** Apalache's Informal Trace Format, which Quint and we write as well. */
  ITF,
  /** TLC's {@code -dumpTrace json}, of both ages. */
  TLC_JSON,
  /** What TLC prints in a terminal, or with {@code -tool}. */
  TLC_TEXT,
  /** TLC's {@code -dumpTrace tla}. */
  TLC_TLA,
  /** None of these. */
  UNKNOWN;

  private static final Pattern JSON = Pattern.compile("^[\\s\\ufeff]*[\\[{]");

  /** The form of a text. */
  public static TraceForm of(String text) {
    if (JSON.matcher(text).find()) {
      return TlcJsonTraces.isOne(text) ? TLC_JSON : ITF;
    }
    return TlcTla.isOne(text) ? TLC_TLA : TlcText.isOne(text) ? TLC_TEXT : UNKNOWN;
  }
}
