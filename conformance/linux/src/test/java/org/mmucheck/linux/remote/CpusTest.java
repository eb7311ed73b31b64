package org.mmucheck.linux.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CpusTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String ASKED = "T02thread:p01.01;";

  @Test
  void shouldStepOverTheBreakpointWhereACpuStands() {
    ScriptedStub script =
        ScriptedStub.greeted()
            .on("Z0,1000,1", "OK")
            .on("Hgp1.1", "OK")
            .on("g", at(0x1000))
            .on("vCont;s:p1.1", "T05thread:p01.01;")
            .on("vCont;c:p1.1", "T05thread:p01.01;swbreak:;");
    Cpus cpus = new Cpus(new GdbStub(script), 1, Long::toHexString);
    cpus.want(0x1000);
    assertThat(cpus.run(0, LONG).cpu()).isZero();
    assertThat(script.unexpected()).isEmpty();
    assertThat(script.isDone()).isTrue();
  }

  @Test
  void shouldServeTheOtherCpuWhenOneWaitsForItsAnswer() {
    ScriptedStub script =
        ScriptedStub.greeted()
            .on("Hgp1.1", "OK")
            .on("g", at(0x2000))
            .on("vCont;c:p1.1") // waits for CPU 1
            .on(ScriptedStub.INTERRUPT, ASKED)
            .on("Hgp1.2", "OK")
            .on("g", at(0x3000)) // home
            .on("Z0,3000,1", "OK")
            .on("vCont;c:p1.2", "T05thread:p01.02;swbreak:;")
            .on("Hgp1.2", "OK")
            .on("g", at(0x3000)) // home again
            .on("z0,3000,1", "OK")
            .on("vCont;c:p1.1", "T05thread:p01.01;swbreak:;");
    Cpus cpus = new Cpus(new GdbStub(script), 2, Long::toHexString);
    assertThat(cpus.run(0, LONG).isAsked()).isFalse();
    assertThat(cpus.served()).isEqualTo(1);
    assertThat(script.unexpected()).isEmpty();
    assertThat(script.isDone()).isTrue();
  }

  @Test
  void shouldHaveTheCpuThatHasArrivedAnswerOneThatIsAway() {
    ScriptedStub script =
        ScriptedStub.greeted()
            .on("Hgp1.1", "OK")
            .on("g", at(0x2000))
            .on("vCont;c:p1.1")
            .on(ScriptedStub.INTERRUPT, ASKED)
            .on("Hgp1.2", "OK")
            .on("g", at(0x3000)) // home
            .on("Z0,3000,1", "OK")
            .on("vCont;c:p1.2") // its interrupt waits for CPU 0
            .on(ScriptedStub.INTERRUPT, ASKED) // the stub names whoever stopped last
            .on("Hgp1.2", "OK")
            .on("g", at(0x3100))
            .on("vCont;c:p1.1", "T05thread:p01.01;swbreak:;") // which arrives meanwhile
            .on("vCont;c:p1.2")
            .on(ScriptedStub.INTERRUPT, ASKED)
            .on("Hgp1.2", "OK")
            .on("g", at(0x3100))
            .on("Hgp1.1", "OK")
            .on("g", at(0x2010)) // where it has arrived
            .on("Z0,2010,1", "OK")
            .on("vCont;c:p1.1", "T05thread:p01.01;swbreak:;")
            .on("Hgp1.1", "OK")
            .on("g", at(0x2010)) // has answered, and no step more
            .on("z0,2010,1", "OK")
            .on("vCont;c:p1.2", "T05thread:p01.02;swbreak:;")
            .on("Hgp1.2", "OK")
            .on("g", at(0x3000))
            .on("z0,3000,1", "OK");
    Cpus cpus = new Cpus(new GdbStub(script), 2, Long::toHexString);
    assertThat(cpus.run(0, LONG).cpu()).isZero();
    assertThat(script.unexpected()).isEmpty();
    assertThat(script.isDone()).isTrue();
  }

  @Test
  void shouldStopAtBreakpointThatCpuHasComeToWithItsWrite() {
    ScriptedStub script =
        ScriptedStub.greeted()
            .on("Z0,2010,1", "OK")
            .on("Hgp1.1", "OK")
            .on("g", at(0x2000))
            .on("vCont;c:p1.1")
            .on(ScriptedStub.INTERRUPT, ASKED)
            .on("vCont;c:p1.1", "T05thread:p01.01;watch:3000;")
            .on("vCont;c:p1.1", "T05thread:p01.01;swbreak:;") // without a step from 2010
            .on("Hgp1.1", "OK")
            .on("g", at(0x2010))
            .on("vCont;s:p1.1", "T05thread:p01.01;")
            .on("vCont;c:p1.1")
            .on(ScriptedStub.INTERRUPT, ASKED)
            .on("vCont;c:p1.1", "T05thread:p01.01;watch:3000;")
            .on("Hgp1.1", "OK")
            .on("g", at(0x2010)) // put back
            .on("vCont;s:p1.1", "T05thread:p01.01;")
            .on("vCont;c:p1.1", "T05thread:p01.01;swbreak:;");
    Cpus cpus = new Cpus(new GdbStub(script), 1, Long::toHexString);
    cpus.want(0x2010);
    assertThat(cpus.run(0, LONG).touched()).hasValue(0x3000);
    assertThat(cpus.run(0, LONG).touched()).isEmpty();
    assertThat(cpus.run(0, LONG).touched()).hasValue(0x3000);
    cpus.reset();
    assertThat(cpus.run(0, LONG).touched()).isEmpty();
    assertThat(script.unexpected()).isEmpty();
    assertThat(script.isDone()).isTrue();
  }

  @Test
  void shouldSayWhereEachCpuStandsWhenOneComesNowhere() {
    ScriptedStub script =
        ScriptedStub.greeted()
            .on("Hgp1.1", "OK")
            .on("g", at(0x2000))
            .on("vCont;c:p1.1")
            .on(ScriptedStub.INTERRUPT, ASKED)
            .on("Hgp1.1", "OK")
            .on("g", at(0x2004))
            .on("Hgp1.2", "OK")
            .on("g", at(0x3000));
    Cpus cpus = new Cpus(new GdbStub(script), 2, at -> "f+" + Long.toHexString(at));
    assertThatThrownBy(() -> cpus.run(0, Duration.ZERO))
        .isInstanceOf(RemoteException.class)
        .hasMessage("CPU 0 comes nowhere in 0 s; CPU 0 at f+2004, CPU 1 at f+3000");
  }

  @Test
  void shouldKeepABreakpointForAsLongAsSomebodyWantsIt() {
    ScriptedStub script = ScriptedStub.greeted().on("Z0,1000,1", "OK").on("z0,1000,1", "OK");
    Cpus cpus = new Cpus(new GdbStub(script), 1, Long::toHexString);
    cpus.want(0x1000);
    cpus.want(0x1000);
    cpus.unwant(0x1000);
    assertThat(script.isDone()).as("still there").isFalse();
    cpus.unwant(0x1000);
    cpus.unwant(0x1000);
    assertThat(script.isDone()).isTrue();
  }

  private static String at(long rip) {
    return "0000000000000000".repeat(16) + "%016x".formatted(Long.reverseBytes(rip));
  }
}
