package org.mmucheck.value.offending;

import org.mmucheck.cli.Main;
import org.mmucheck.linux.memory.KernelMemory;
import org.mmucheck.model.Probe;
import org.mmucheck.trace.Trace;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Breaks the rules of {@link org.mmucheck.ArchitectureTest}, to show that they can fail. */
public final class Offender {
  Main main;
  Probe probe;
  KernelMemory memory;
  CommandLine commandLine;
  JsonNode json;
  Trace trace;
  tlc2.TLC tlc;
  net.jqwik.api.Arbitrary<Trace> arbitrary;
}
