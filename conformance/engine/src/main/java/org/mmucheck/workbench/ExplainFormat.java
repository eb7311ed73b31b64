package org.mmucheck.workbench;

/** How a trace is told. */
public enum ExplainFormat {
  /** Plain text, at most 72 columns wide. */
  text,
  /** Markdown. */
  md
}
