package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.workbench.Workbench;

/** The report of the whole catalogue, as somebody meets it who opens the file. */
@Tag("slow")
class ReportInBrowserTest {
  private static final Path PROJECT = Path.of("..", "..");
  private static final Path PICTURES = Path.of("target", "report-screenshots");
  private static final String TRACE = "trace=RootLifetime_b_NoPageUAF";
  private static final String ROW = "document.querySelector('[aria-current]')";

  /** Milliseconds from the start of the navigation until the page's scripts have run. */
  private static final String INTERACTIVE =
      "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd";

  /** WCAG's ratio of what is written to what is behind it, for the least of some elements. */
  private static final String CONTRAST =
      """
      (() => {
        const light = c => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
        const parse = s => s.match(/[\\d.]+/g).map(Number);
        const luminance = s => { const [r, g, b] = parse(s); return 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b); };
        const behind = e => { for (; e; e = e.parentElement) {
          const c = getComputedStyle(e).backgroundColor; if (parse(c)[3] !== 0) return c; } return 'rgb(255,255,255)'; };
        return Math.min(...[...document.querySelectorAll('h1, h2, header p, nav a, p, small, summary, button, input, [open] th, [open] td, [open] i, [open] b, [open] a')]
          .filter(e => e.checkVisibility()).map(e => {
            const [a, b] = [luminance(getComputedStyle(e).color), luminance(behind(e))].sort((x, y) => y - x);
            return (a + 0.05) / (b + 0.05); }));
      })()
      """;

  @TempDir static Path folder;
  private static Browser browser;
  private static String page;

  @BeforeAll
  static void open() throws Exception {
    assumeTrue(Browser.program().isPresent(), "no Chromium on the PATH: Debian's package chromium");
    Path file = folder.resolve("report.html");
    Workbench workbench = Workbench.open(PROJECT.resolve("spec"));
    workbench.report(
        PROJECT.resolve("traces"),
        List.of(PROJECT.resolve("linux/results/7.3.4.validate.json")),
        file);
    page = file.toUri().toString();
    browser = new Browser(Browser.program().orElseThrow(), folder.resolve("profile"));
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    browser.scripts(true);
    browser.emulate("", "light");
  }

  @Test
  void shouldOpenWithoutNetwork() throws Exception {
    browser.open(page);
    assertThat(browser.text("document.title")).isEqualTo("mmucheck");
    assertThat(browser.requests()).containsExactly(page);
    assertThat(browser.holds("document.querySelectorAll('details.trace').length > 400")).isTrue();
    assertThat(browser.text("document.querySelector('#results').textContent"))
        .as("a validated log")
        .contains("linux/logs/7.3.4/race.ndjson.gz");
    browser.screenshot(PICTURES.resolve("start.png"));
  }

  /**
   * Not held to a limit, which other programs on the machine would decide; the numbers are kept.
   */
  @Test
  void shouldTellHowLongItTakesBesideAnEmptyPage() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.html"), "<!doctype html><title>-</title>");
    StringJoiner times = new StringJoiner("\n", "", "\n");
    for (String each : List.of(empty.toUri().toString(), page, empty.toUri().toString(), page)) {
      browser.open(each);
      double interactive = browser.evaluate(INTERACTIVE).asDouble();
      assertThat(interactive).as(each).isPositive();
      times.add(
          "%s: interactive after %.0f ms"
              .formatted(each.equals(page) ? "report" : "empty page", interactive));
    }
    Files.createDirectories(PICTURES);
    Files.writeString(PICTURES.resolve("times.txt"), times.toString());
  }

  @Test
  void shouldOpenAtTheStepThatALinkNames() throws Exception {
    browser.open(page + "#" + TRACE + "&step=4");
    assertThat(browser.text(ROW + ".id")).isEqualTo(TRACE + "&step=4");
    assertThat(browser.holds(ROW + ".closest('details').open")).isTrue();
    assertThat(browser.text("document.querySelector('.at').textContent")).isEqualTo("step 4 of 13");
    assertThat(browser.text("document.querySelector('.panel').textContent"))
        .contains("PutRoot(v0)", "RootLifetime.tla:");
    assertThat(
            browser.holds(
                "(r => r.top >= 0 && r.bottom <= innerHeight)("
                    + ROW
                    + ".getBoundingClientRect())"))
        .as("in sight")
        .isTrue();
    browser.screenshot(PICTURES.resolve("step.png"));
  }

  @Test
  void shouldStepByKeyboard() throws Exception {
    browser.open(page + "#" + TRACE);
    for (String key : List.of("j", "ArrowDown", "ArrowDown", "k")) {
      browser.press(key);
    }
    assertThat(browser.text(ROW + ".id")).isEqualTo(TRACE + "&step=3");
    assertThat(browser.text("location.hash")).isEqualTo("#" + TRACE + "&step=3");
    browser.press("End");
    assertThat(browser.text(ROW + ".id")).isEqualTo(TRACE + "&step=13");
    browser.press("j");
    assertThat(browser.text(ROW + ".id")).as("no further").isEqualTo(TRACE + "&step=13");
    browser.press("Home");
    assertThat(browser.text(ROW + ".id")).isEqualTo(TRACE + "&step=1");
  }

  @Test
  void shouldReachATraceWithoutAMouse() throws Exception {
    browser.open(page);
    browser.press("/");
    browser.type("RootLifetime_b_NoPageUAF");
    assertThat(browser.text("document.querySelector('.count').textContent"))
        .isEqualTo("1 of 414 traces".replace("414", total()));
    String inside = "document.activeElement.closest('details.trace')";
    for (int i = 0; i < 40 && !browser.holds(inside); i++) {
      browser.press("Tab");
    }
    assertThat(browser.text("document.activeElement.tagName")).isEqualTo("SUMMARY");
    browser.press("Enter");
    assertThat(browser.holds(inside + ".open")).isTrue();
    browser.press("ArrowDown");
    assertThat(browser.text(ROW + ".id")).isEqualTo(TRACE + "&step=1");
    browser.screenshot(PICTURES.resolve("filter.png"));
  }

  @Test
  void shouldFilterByEveryWord() throws Exception {
    browser.open(page);
    browser.press("/");
    browser.type("notifier nosuchword");
    assertThat(browser.text("document.querySelector('.count').textContent")).startsWith("0 of ");
    browser.press("Escape");
    assertThat(browser.text("document.querySelector('.count').textContent")).isEmpty();
    assertThat(browser.holds("document.querySelector('details.trace').hidden")).isFalse();
  }

  @Test
  void shouldStepByClick() throws Exception {
    browser.open(page + "#" + TRACE);
    browser.evaluate("document.querySelectorAll('details[open] .steps button')[2].click()");
    assertThat(browser.text(ROW + ".id")).isEqualTo(TRACE + "&step=2");
    browser.evaluate(ROW + ".nextElementSibling.querySelector('th a').click()");
    assertThat(browser.text(ROW + ".id")).isEqualTo(TRACE + "&step=3");
  }

  @Test
  void shouldBeOfUseWithScriptsOff() throws Exception {
    browser.scripts(false);
    browser.open(page + "#" + TRACE + "&step=4");
    assertThat(browser.text("document.querySelector(':target').id")).isEqualTo(TRACE + "&step=4");
    assertThat(browser.holds("document.querySelector(':target').closest('details').open"))
        .as("opened by the link alone")
        .isTrue();
    assertThat(browser.text("document.querySelector(':target').innerText"))
        .contains("kvm_tdp_mmu_put_root()", "count[r0] 1 -> 0", "PutRoot(v0)");
    assertThat(browser.holds("document.querySelector('input, button')")).isFalse();
    browser.screenshot(PICTURES.resolve("scripts-off.png"));
  }

  @Test
  void shouldPrintWhatIsOpen() throws Exception {
    browser.open(page + "#" + TRACE + "&step=4");
    browser.emulate("print", "light");
    assertThat(browser.text("getComputedStyle(document.querySelector('header')).display"))
        .isEqualTo("none");
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('details.trace')].filter(t =>"
                        + " t.checkVisibility()).length")
                .asInt())
        .isEqualTo(1);
    byte[] pdf = browser.print();
    assertThat(new String(pdf, 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void shouldKeepContrastInBothThemes(String scheme) throws Exception {
    browser.emulate("", scheme);
    browser.open(page + "#" + TRACE + "&step=4");
    assertThat(browser.evaluate(CONTRAST).asDouble()).as("WCAG AA").isGreaterThanOrEqualTo(4.5);
    browser.screenshot(PICTURES.resolve(scheme + ".png"));
    browser.press("t");
    assertThat(browser.evaluate(CONTRAST).asDouble()).as("the other").isGreaterThanOrEqualTo(4.5);
  }

  private static String total() throws Exception {
    return browser.evaluate("document.querySelectorAll('details.trace').length").toString();
  }
}
