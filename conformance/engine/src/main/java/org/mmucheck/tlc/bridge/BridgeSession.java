package org.mmucheck.tlc.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Checks;
import org.mmucheck.catalog.EditDistance;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.catalog.Source;
import org.mmucheck.graph.CapturedGraph;
import org.mmucheck.graph.GraphBuilder;
import org.mmucheck.graph.PartialGraph;
import org.mmucheck.graph.Recorded;
import org.mmucheck.input.InputException;
import org.mmucheck.spec.Spec;
import org.mmucheck.tlc.Captured;
import org.mmucheck.tlc.Definition;
import org.mmucheck.tlc.Given;
import org.mmucheck.tlc.NotSteppableException;
import org.mmucheck.tlc.SessionOpener;
import org.mmucheck.tlc.SessionOpener.Release;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.tlc.Watched;
import org.mmucheck.tlc.syntax.SpecTree;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpDeclNode;
import tlc2.TLCGlobals;
import tlc2.output.EC;
import tlc2.tool.impl.FastTool;
import tlc2.tool.impl.ModelConfig;
import tlc2.util.FP64;
import tlc2.util.Vect;
import tlc2.value.RandomEnumerableValues;
import tlc2.value.impl.ModelValue;
import util.UniqueString;

/** The one session of this copy of TLC at present. */
final class BridgeSession implements TlcSession {
  private static final String CONFIG_ENDING = ".cfg";

  private final FastTool tool;
  private final Messages messages;
  private final Failures failures;
  private final SpecFiles files;
  private final Path scratch;
  private final Release release;
  private final StateBridge states;
  private final SourceTexts texts;
  private @Nullable BridgeSpec spec;
  private @Nullable SpecTree tree;
  private boolean checked;
  private boolean endedWell = true;
  private boolean closed;

  BridgeSession(Source source, Path config, Path scratch, Release release) {
    this.scratch = scratch;
    this.release = release;
    files = new SpecFiles(source.folders(), config, scratch);
    texts = new SourceTexts(files);
    String configName = config.getFileName().toString();
    failures = new Failures(source.module(), configName, files);
    messages = Messages.listen();
    fixChoices();
    recoverNames(scratch.resolve(SessionOpener.STATES));
    try {
      String folder = source.folder().toAbsolutePath().toString();
      tool = new FastTool(folder, source.module(), withoutEnding(configName), files);
    } catch (RuntimeException e) {
      InputException refused = files.refused();
      throw refused != null
          ? refused
          : FullDisk.asReason(failures.opening(e), scratch, FullDisk.usable(scratch));
    }
    refuseUnknownConstants();
    Map<String, ModelValue> modelValues = Texts.modelValues();
    states = new StateBridge(tool, modelValues);
  }

  /** What TLC has numbered is read before it numbers more, if it goes on with a saved run. */
  private static void recoverNames(Path states) {
    try {
      if (Files.isDirectory(states)) {
        UniqueString.internTbl.recover(states.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public TlcSpec spec() {
    refuseConstraints();
    BridgeSpec exact = specAsItIs();
    exact.table().requireExact();
    return exact;
  }

  @Override
  public BridgeSpec specAsItIs() {
    if (spec == null) {
      Texts.refuseSharedTexts(tool.getRootModule(), Texts.modelValues(), files::isStandardModule);
      spec = new BridgeSpec(tool, states, texts, failures, messages, this::close);
    }
    return spec;
  }

  @Override
  public List<Definition> definitions() {
    return Trees.of(tool.getRootModule(), module -> !files.isStandardModule(module));
  }

  @Override
  public SpecTree tree() {
    if (tree == null) {
      tree = new SyntaxTrees(files::isStandardModule).of(tool);
    }
    return tree;
  }

  @Override
  public TlcResult check(TlcOptions options) throws InterruptedException {
    return check(options, null);
  }

  @Override
  public Captured capture(TlcOptions options) throws InterruptedException {
    spec();
    return capture(options, specAsItIs(), GraphBuilder::build);
  }

  @Override
  public Captured captureAsItIs(TlcOptions options) throws InterruptedException {
    refuseConstraints();
    return capture(options, specAsItIs(), GraphBuilder::buildAsItIs);
  }

  private Captured capture(
      TlcOptions options, BridgeSpec explored, BiFunction<Spec, Recorded, CapturedGraph> builder)
      throws InterruptedException {
    Recording recording = recording(options.workers(), null);
    TlcResult result = check(options, recording);
    if (result.result() != Result.SUCCESS) {
      return new Captured(result, null, new PartialGraph(explored, recording.recorded()));
    }
    requireCounts(recording, result);
    return new Captured(result, builder.apply(explored, recording.recorded()), null);
  }

  @Override
  public Watched watch(List<String> predicates, boolean toTheEnd, TlcOptions options)
      throws InterruptedException {
    if (options.workers() != 1) {
      throw new IllegalArgumentException("only one worker meets the nearest states first");
    }
    TlcSpec explored = spec();
    Watch watch = new Watch(tool, predicates, toTheEnd || checksLiveness());
    Recording recording = recording(1, watch);
    TlcResult result = check(options, recording);
    boolean succeeded = result.result() == Result.SUCCESS;
    if (succeeded) {
      requireCounts(recording, result);
    }
    return new Watched(
        result,
        succeeded && !watch.hasStopped(),
        new PartialGraph(explored, recording.recorded()),
        watch.broken(succeeded));
  }

  private Recording recording(int workers, @Nullable Watch watch) {
    return new Recording(workers, states.names(), specAsItIs().table().byInstance(), watch);
  }

  private TlcResult check(TlcOptions options, @Nullable Recording recording)
      throws InterruptedException {
    if (checked) {
      throw new IllegalStateException("a session checks its model once");
    }
    refuseMergedStates();
    if (options.keeping() != null) {
      Unsaved.refuse(this);
    }
    checked = true;
    // With more of them TLC may miss a behaviour that breaks a temporal property (tlaplus#971).
    TlcOptions sound = checksLiveness() ? options.withWorkers(1) : options;
    endedWell = false;
    TlcResult result =
        new Checking(tool, messages, failures, scratch.resolve(SessionOpener.STATES), recording)
            .run(sound);
    endedWell = true;
    return result;
  }

  /** TLC counts on its own, so what it has not told of would show. */
  private static void requireCounts(Recording recording, TlcResult result) {
    long generated = recording.generated();
    if (recording.distinct() != result.distinctStates() || generated != result.generatedStates()) {
      throw new IllegalStateException(
          "recorded %d states, generated %d times; TLC counted %d and %d"
              .formatted(
                  recording.distinct(),
                  generated,
                  result.distinctStates(),
                  result.generatedStates()));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      release.release(isReusable());
    }
  }

  /**
   * Whether TLC is at rest: no run was interrupted, and nothing went wrong in the middle of TLC.
   */
  private boolean isReusable() {
    return endedWell && !failures.any();
  }

  @Override
  public Given given() {
    ModelConfig config = tool.getModelConfig();
    return new Given(
        new Checks(
            config.getSpec(),
            Texts.names(config.getInvariants()),
            Texts.names(config.getProperties()),
            config.getCheckDeadlock()),
        Unused.in(tool.getRootModule()));
  }

  @Override
  public boolean checksLiveness() {
    return tool.getImpliedTemporals().length > 0;
  }

  @Override
  public void requireDistributable() {
    Undistributed.refuse(this, tool);
    Assumptions.require(tool, messages, failures);
  }

  /** Whatever TLC would choose at random or by the clock, so that a run can be repeated. */
  private static void fixChoices() {
    FP64.Init(0);
    RandomEnumerableValues.setSeed(0);
    TLCGlobals.chkptDuration = 0; // no checkpoints
    TLCGlobals.lnCheck = "final"; // liveness on the whole graph only, not now and then on a part
  }

  /** A constraint hides transitions and a view or symmetry merges states, so stepping would lie. */
  private void refuseConstraints() {
    ModelConfig config = tool.getModelConfig();
    if (tool.hasStateOrActionConstraints()
        || !config.getSymmetry().isEmpty()
        || !config.getView().isEmpty()) {
      throw new NotSteppableException(
          EC.ExitStatus.ERROR_CONFIG_PARSE,
          tool.getConfigFile()
              + CONFIG_ENDING
              + ": CONSTRAINT, ACTION_CONSTRAINT, SYMMETRY and VIEW change the state graph;"
              + " bound the environment by budgets that actions consume");
    }
  }

  /**
   * TLC takes no notice of a constant that the module does not have, so a mistyped one would leave
   * the design as it was. A model value that is given its own name is no constant.
   */
  private void refuseUnknownConstants() {
    ModuleNode root = tool.getRootModule();
    Set<String> known = new TreeSet<>();
    for (OpDeclNode constant : root.getConstantDecls()) {
      known.add(constant.getName().toString());
    }
    Vect<?> assigned = tool.getModelConfig().getConstants();
    for (int i = 0; i < assigned.size(); i++) {
      Vect<?> assignment = (Vect<?>) assigned.elementAt(i);
      String name = String.valueOf(assignment.elementAt(0));
      boolean isModelValue = name.equals(String.valueOf(assignment.lastElement()));
      if (!isModelValue && !known.contains(name) && root.getOpDef(name) == null) {
        String near =
            EditDistance.nearest(name, known).map(n -> "; did you mean " + n + "?").orElse("");
        throw new TlcException(
            EC.ExitStatus.ERROR_CONFIG_PARSE,
            tool.getConfigFile()
                + CONFIG_ENDING
                + ": the module "
                + tool.getRootName()
                + " has no constant '"
                + name
                + "'"
                + near);
      }
    }
  }

  /**
   * With merged states TLC may pass a temporal property that is broken; of VIEW it says nothing.
   */
  private void refuseMergedStates() {
    ModelConfig config = tool.getModelConfig();
    boolean merges = !config.getSymmetry().isEmpty() || !config.getView().isEmpty();
    if (merges && checksLiveness()) {
      throw new TlcException(
          EC.ExitStatus.ERROR_CONFIG_PARSE,
          tool.getConfigFile()
              + CONFIG_ENDING
              + ": with SYMMETRY or VIEW TLC may miss what breaks a temporal property; check that"
              + " property in a configuration without them");
    }
  }

  private static String withoutEnding(String config) {
    return config.endsWith(CONFIG_ENDING)
        ? config.substring(0, config.length() - CONFIG_ENDING.length())
        : config;
  }
}
