package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.cli.kept.JudgedProtocol;
import org.mmucheck.cli.kept.KeptProtocols;
import org.mmucheck.cli.kept.ProgramDigest;
import org.mmucheck.cli.kept.ProtocolKey;

/** What earlier runs of the main job found, as far as it holds for what is there now. */
final class EarlierRuns {
  private final Session session;
  private final Map<String, List<Model>> protocols;
  private final @Nullable KeptProtocols kept;
  private final String program;
  private final Map<String, String> keys; // by protocol, of when this run began

  private EarlierRuns(
      Session session, Map<String, List<Model>> protocols, @Nullable KeptProtocols kept) {
    this.session = session;
    this.protocols = protocols;
    this.kept = kept;
    this.program = kept == null ? "" : ProgramDigest.now(session.common.classpath);
    this.keys = kept == null ? Map.of() : keys();
  }

  /**
   * @param protocols by name, with their models
   */
  static EarlierRuns of(Session session, Map<String, List<Model>> protocols) {
    Path folder = session.keeps();
    return new EarlierRuns(session, protocols, folder == null ? null : new KeptProtocols(folder));
  }

  /** By name, the protocols of which nothing has changed since they were judged. */
  Map<String, JudgedProtocol> unchanged() {
    Map<String, JudgedProtocol> unchanged = new LinkedHashMap<>();
    if (kept != null) {
      keys.forEach(
          (name, key) -> kept.find(name, key).ifPresent(found -> unchanged.put(name, found)));
    }
    return unchanged;
  }

  /** Keeps what was found of protocols, unless something of one changed while it was judged. */
  void keep(List<JudgedProtocol> judged) {
    if (kept == null || judged.isEmpty()) {
      return;
    }
    Map<String, String> now = keys();
    for (JudgedProtocol each : judged) {
      String key = now.get(each.name());
      if (key != null && key.equals(keys.get(each.name()))) {
        kept.keep(each, key);
      }
    }
  }

  private Map<String, String> keys() {
    Path traces = session.tracesDir(null);
    String shown = Console.display(session.specDir()) + " " + Console.display(traces);
    Map<String, String> found = new LinkedHashMap<>();
    protocols.forEach(
        (name, models) -> {
          Map<String, Path> files = new TreeMap<>();
          models.forEach(model -> files.put(model.name(), CommittedTraces.file(model, traces)));
          Path folder = models.getFirst().source().folder();
          found.put(name, ProtocolKey.of(program, shown, folder, files));
        });
    return found;
  }
}
