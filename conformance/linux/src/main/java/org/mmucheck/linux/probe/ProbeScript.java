package org.mmucheck.linux.probe;

import java.util.List;

/** A script by which the tracer of a running kernel is set up, read, and set back. */
public final class ProbeScript {
  private static final String HEAD =
      """
      #!/bin/sh
      # What KVM's page faults and invalidations do, told by the tracer of Linux @RELEASE@: for mmucheck linux import.
      # To run as root, in this order:
      #   sh THIS set              sets the probes and begins to record; start the virtual machine after that
      #   sh THIS save > FILE      ends the recording; let the machine come to its end before
      #   sh THIS remove           removes all that set has set
      # Everything is in an instance of the tracer of its own. The offsets are those of this kernel's BTF, of no other.
      set -u
      release='@RELEASE@'
      tracing=${TRACING:-/sys/kernel/tracing}
      instance=$tracing/instances/@GROUP@
      events='@EVENTS@'

      die() { echo "$*" >&2; exit 1; }
      [ -e $tracing/kprobe_events ] || mount -t tracefs tracefs $tracing || die 'this kernel has no kprobe events'
      [ -w $tracing/kprobe_events ] || die 'must run as root'

      define() {
        echo "$1" >> $tracing/kprobe_events || { remove; die "the kernel does not take: $1; all is removed again"; }
      }

      set_all() {
        [ "$(uname -r)" = "$release" ] || [ "${FORCE:-}" = yes ] ||
          die "these probes are for Linux $release, not $(uname -r); FORCE=yes sets them all the same"
        [ ! -e $instance ] || die 'is set already; remove first'
        mkdir $instance || die 'cannot make an instance of the tracer'
        echo 0 > $instance/tracing_on
        echo ${BUFFER_KB:-65536} > $instance/buffer_size_kb
        echo counter > $instance/trace_clock
      """;

  private static final String TAIL =
      """
        echo 1 > $instance/events/@GROUP@/enable
        echo 1 > $instance/tracing_on
        echo 'recording; start the virtual machine now' >&2
      }

      save() {
        [ -e $instance ] || die 'nothing is set'
        echo 0 > $instance/tracing_on
        echo "# mmucheck kernel $release"
        cat $instance/trace
        while read -r event hits missed; do
          case " $events " in
          *" $event "*) [ "$missed" = 0 ] || echo "# mmucheck missed $event $missed" ;;
          esac
        done < $tracing/kprobe_profile
        echo '# mmucheck end'
      }

      remove() {
        if [ -e $instance ]; then
          echo 0 > $instance/tracing_on
          [ ! -e $instance/events/@GROUP@ ] || echo 0 > $instance/events/@GROUP@/enable
          rmdir $instance
        fi
        # read as a whole before the first goes
        for event in $(sed -n 's,^[pr][0-9]*:\\(@GROUP@/[a-z_]*\\) .*,-:\\1,p' $tracing/kprobe_events); do
          echo "$event" >> $tracing/kprobe_events
        done
      }

      case ${1:-} in
      set) set_all ;;
      save) save ;;
      remove) remove ;;
      *) die "usage: sh $0 set | save | remove" ;;
      esac
      """;

  private ProbeScript() {}

  /**
   * The text.
   *
   * @param release what {@code uname -r} says of the kernel
   */
  public static String of(String release, ProbeDefinitions definitions) {
    StringBuilder body = new StringBuilder();
    definitions.kprobes().forEach(line -> body.append("  define '").append(line).append("'\n"));
    for (String tracepoint : definitions.tracepoints()) {
      body.append("  echo 1 > $instance/events/")
          .append(tracepoint)
          .append("/enable || { remove; die 'no tracepoint ")
          .append(tracepoint)
          .append("; all is removed again'; }\n");
    }
    return (HEAD + body + TAIL)
        .replace("@RELEASE@", release)
        .replace("@EVENTS@", String.join(" ", definitions.events()))
        .replace("@GROUP@", ProbeDefinitions.GROUP);
  }

  /**
   * What the script's {@code save} prints.
   *
   * @param trace the tracer's {@code trace}
   * @param profile its {@code kprobe_profile}
   */
  public static String saved(String release, String trace, String profile, ProbeTable table) {
    StringBuilder text = new StringBuilder("# mmucheck kernel " + release + "\n");
    text.append(trace);
    for (String line : profile.lines().toList()) {
      String[] columns = line.strip().split("\\s+");
      boolean isOwn = columns.length == 3 && table.events().contains(columns[0]);
      if (isOwn && !columns[2].equals("0")) {
        text.append("# mmucheck missed ").append(columns[0]).append(' ').append(columns[2]);
        text.append('\n');
      }
    }
    return text.append("# mmucheck end\n").toString();
  }

  /** The same for the lab's own program: lines for kprobe_events, and tracepoints after a word. */
  public static String plain(ProbeDefinitions definitions) {
    List<String> events = definitions.tracepoints().stream().map(each -> "event " + each).toList();
    return String.join("\n", definitions.kprobes()) + "\n" + String.join("\n", events) + "\n";
  }
}
