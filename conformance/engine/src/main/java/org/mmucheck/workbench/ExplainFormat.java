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
  svg(Explainer.Format.SVG),
  /** A page of HTML that needs nothing else. */
  html(Explainer.Format.HTML);

  private final Explainer.Format format;

  ExplainFormat(Explainer.Format format) {
    this.format = format;
  }

  /** Whether it can show two traces side by side. */
  public boolean hasTwoColumns() {
    return this == text || this == md || this == html;
  }

  Explainer.Format format() {
    return format;
  }
}
