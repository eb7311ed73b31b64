package org.mmucheck.tlc.bridge;

import java.io.IOException;
import tlc2.tool.TLCTrace;
import tlc2.tool.fp.FPSet;
import tlc2.tool.fp.FPSetConfiguration;
import tlc2.tool.fp.FPSetFactory;

/**
 * TLC's set of visited states, without what TLC does to it for JMX consoles: it registers it as a
 * bean.
 */
final class Visited extends FPSet {
  private static final long serialVersionUID = 1L;

  private final transient FPSet set;

  private Visited(FPSet set) throws IOException {
    super(new FPSetConfiguration());
    this.set = set;
  }

  static FPSet open(int workers, String metaDir, String module) throws IOException {
    FPSet set = Beans.takenBack(() -> FPSetFactory.getFPSet(new FPSetConfiguration()));
    set.init(workers, metaDir, module);
    return new Visited(set);
  }

  /**
   * The largest distance, whatever the fingerprints. TLC divides by it, to print a likelihood that
   * nobody reads here; its own sets sort everything for it, and now and then answer 0.
   */
  @Override
  public long checkFPs() {
    return Long.MAX_VALUE;
  }

  @Override
  public FPSet init(int workers, String metaDir, String module) {
    return this; // it is initialized already
  }

  @Override
  public void incWorkers(int workers) {
    set.incWorkers(workers);
  }

  @Override
  public long size() {
    return set.size();
  }

  @Override
  public boolean put(long fingerprint) throws IOException {
    return set.put(fingerprint);
  }

  @Override
  public boolean contains(long fingerprint) throws IOException {
    return set.contains(fingerprint);
  }

  @Override
  public void close() {
    set.close();
  }

  @Override
  public void exit(boolean cleanup) throws IOException {
    set.exit(cleanup);
  }

  @Override
  public void beginChkpt() throws IOException {
    set.beginChkpt();
  }

  @Override
  public void commitChkpt() throws IOException {
    set.commitChkpt();
  }

  @Override
  public void recover(TLCTrace trace) throws IOException {
    set.recover(trace);
  }

  @Override
  public void recoverFP(long fingerprint) throws IOException {
    set.recoverFP(fingerprint);
  }

  @Override
  public void beginChkpt(String name) throws IOException {
    set.beginChkpt(name);
  }

  @Override
  public void commitChkpt(String name) throws IOException {
    set.commitChkpt(name);
  }

  @Override
  public void recover(String name) throws IOException {
    set.recover(name);
  }
}
