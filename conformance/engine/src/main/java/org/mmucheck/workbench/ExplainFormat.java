package org.mmucheck.workbench;

import org.mmucheck.report.Explainer;

/** How a trace is told; the names are those of the command line. */
public enum ExplainFormat {
  /** Plain text, at most 72 columns wide. */
  text(Explainer.Format.TEXT),
  /** Markdown. */
  md(Explainer.Format.MARKDOWN),
  /** A sequence diagram of Mermaid. */
  mermaid(Explainer.Format.MERMAID),
  /** A sequence diagram of PlantUML. */
  plantuml(Explainer.Format.PLANTUML),
  /** A log for ShiViz. */
  shiviz(Explainer.Format.SHIVIZ),
  /** A picture. */
  svg(Explainer.Format.SVG);

  private final Explainer.Format format;

  ExplainFormat(Explainer.Format format) {
    this.format = format;
  }

  Explainer.Format format() {
    return format;
  }
}
