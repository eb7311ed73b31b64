package org.mmucheck.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.cli.kept.JudgedProtocol;
import org.mmucheck.cli.kept.JudgedProtocol.Documents;
import org.mmucheck.cli.kept.JudgedProtocol.Engines;
import org.mmucheck.cli.kept.JudgedProtocol.ModelLine;
import org.mmucheck.cli.kept.JudgedProtocol.Share;
import org.mmucheck.cli.kept.JudgedProtocol.Walked;
import org.mmucheck.compiled.SecondOpinion;
import org.mmucheck.compiled.SecondOpinion.Agreement;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.workbench.Unjudged;

/**
 * What the parts of the main job came to.
 *
 * @param unjudged where a part came to no verdict on a model that TLC has one on
 * @param second what the compiled engine makes of what TLC found; of other models, too
 */
record ProtocolResults(
    List<CheckedModel> checked,
    List<ReplayedTrace> replayed,
    List<ConformedModel> conformed,
    List<FuzzedModel> fuzzed,
    List<Unjudged> unjudged,
    SecondOpinion second) {

  /** Those of the models that {@code own} says. */
  ProtocolResults only(Predicate<Model> own) {
    return new ProtocolResults(
        checked.stream().filter(each -> own.test(each.model())).toList(),
        replayed.stream().filter(each -> own.test(each.model())).toList(),
        conformed.stream().filter(each -> own.test(each.model())).toList(),
        fuzzed.stream().filter(each -> own.test(each.model())).toList(),
        unjudged.stream().filter(each -> own.test(each.model())).toList(),
        second);
  }

  /** Where the compiled engine found something else than TLC, or was not asked as it should be. */
  List<String> disagreements() {
    List<String> all = new ArrayList<>();
    for (CheckedModel each : checked) {
      SecondOpinion.Opinion opinion = second.of(each.model());
      String name = each.model().name();
      if (opinion != null && opinion.agreement() == Agreement.DIFFERENT) {
        opinion.why().forEach(why -> all.add(name + ": the compiled engine: " + why));
      } else if (opinion == null && second.size() > 0 && each.result().failure() == null) {
        all.add(name + ": the compiled engine was not asked");
      }
    }
    return all;
  }

  private Engines engines() {
    return new Engines(
        count(Agreement.EQUAL),
        count(Agreement.LEFT_TO_TLC),
        count(Agreement.REFUSED),
        count(Agreement.DIFFERENT));
  }

  private long count(Agreement agreement) {
    return checked.stream()
        .map(each -> second.of(each.model()))
        .filter(opinion -> opinion != null && opinion.agreement() == agreement)
        .count();
  }

  /** Whether nobody has anything to say of them. */
  boolean isClean() {
    return unjudged.isEmpty()
        && disagreements().isEmpty()
        && checked.stream().allMatch(CheckedModel::asExpected)
        && replayed.stream().allMatch(each -> each.conforms() && each.report().left().isEmpty())
        && conformed.stream()
            .allMatch(each -> each.exitCode() == ExitCode.OK && each.report().left().isEmpty())
        && fuzzed.stream().allMatch(each -> each.passed() && each.report().left().isEmpty());
  }

  /**
   * As the main job says it.
   *
   * @param at now
   */
  JudgedProtocol judged(String name, String at, Predicate<Model> hasCode) {
    return new JudgedProtocol(
        name,
        at,
        share(checked, CheckedModel::asExpected),
        share(replayed, ReplayedTrace::conforms),
        share(conformed, each -> each.exitCode() == ExitCode.OK),
        share(fuzzed, FuzzedModel::passed),
        walked(),
        engines(),
        checked.stream()
            .map(CheckedModel::model)
            .filter(hasCode.negate())
            .map(Model::module)
            .distinct()
            .toList(),
        lines(),
        new Documents(
            CheckJson.check(checked),
            CodeJson.replay(replayed),
            CodeJson.conform(conformed),
            CodeJson.fuzz(fuzzed)));
  }

  private static <T> Share share(List<T> results, Predicate<T> good) {
    return new Share(results.stream().filter(good).count(), results.size());
  }

  private Walked walked() {
    // Models that explore the same share a report; each counts once.
    List<ConformReport> reports =
        conformed.stream().map(ConformedModel::report).distinct().toList();
    return new Walked(
        share(conformed, each -> each.report().conforms()),
        reports.stream().mapToLong(ConformReport::states).sum(),
        reports.stream().mapToLong(ConformReport::pairs).sum(),
        reports.stream().mapToLong(ConformReport::taken).sum(),
        reports.stream().mapToLong(ConformReport::refused).sum(),
        reports.stream().mapToLong(ConformReport::hiddenStates).sum());
  }

  private List<ModelLine> lines() {
    Map<Model, ReplayedTrace> replays = by(replayed, ReplayedTrace::model);
    Map<Model, ConformedModel> conforms = by(conformed, ConformedModel::model);
    Map<Model, FuzzedModel> fuzzes = by(fuzzed, FuzzedModel::model);
    return checked.stream()
        .map(
            each -> {
              Model model = each.model();
              return line(each, replays.get(model), conforms.get(model), fuzzes.get(model));
            })
        .toList();
  }

  private static <T> Map<Model, T> by(List<T> results, Function<T, Model> model) {
    Map<Model, T> by = new HashMap<>();
    results.forEach(each -> by.put(model.apply(each), each));
    return by;
  }

  private ModelLine line(
      CheckedModel checked,
      @Nullable ReplayedTrace replay,
      @Nullable ConformedModel conform,
      @Nullable FuzzedModel fuzz) {
    Model model = checked.model();
    boolean isGood =
        checked.asExpected()
            && (replay == null || replay.conforms())
            && (conform == null || conform.exitCode() == ExitCode.OK)
            && (fuzz == null || fuzz.passed())
            && unjudged.stream().noneMatch(one -> one.model().equals(model));
    return new ModelLine(
        List.of(
            model.name(),
            CheckedModel.expected(model),
            checked.judged(),
            checked.states(),
            checked.steps(),
            replay == null ? without("replay", model) : replay.word(),
            conform == null ? without("conform", model) : word(conform),
            fuzz == null ? without("fuzz", model) : fuzz.report().verdict().word()),
        isGood);
  }

  /** What a table says of a part without a result: it may have come to none. */
  private String without(String part, Model model) {
    boolean missing =
        unjudged.stream().anyMatch(one -> one.part().equals(part) && one.model().equals(model));
    return missing ? "NO VERDICT" : "";
  }

  private static String word(ConformedModel model) {
    String verdict = model.report().verdict();
    return model.exitCode() == ExitCode.OK ? verdict : verdict.toUpperCase(Locale.ROOT);
  }
}
