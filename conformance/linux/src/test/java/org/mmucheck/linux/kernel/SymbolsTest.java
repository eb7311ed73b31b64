package org.mmucheck.linux.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mmucheck.input.InputException;

class SymbolsTest {
  private static final String TEXT =
      """
      ffffffff81000000 T _text
      ffffffff81234560 t count_open.isra.0
      ffffffff81300000 D init_mm
      ffffffffc0200000 t kvm_mmu_invalidate_end\t[kvm]
      ffffffffc0200080 t __pfx_kvm_exit\t[kvm]
      ffffffffc0200090 t kvm_exit\t[kvm]
      ffffffffc0200090 d alias_of_exit\t[kvm]
      ffffffffc0300000 t kvm_exit\t[kvm_amd]
      """;

  private final Symbols symbols = Symbols.read("kallsyms", TEXT);

  @Test
  void shouldFindFunctionOfModule() {
    Symbol end = symbols.function("kvm_mmu_invalidate_end");
    assertThat(end.address()).isEqualTo(0xffffffffc0200000L);
    assertThat(end.module()).isEqualTo("kvm");
    assertThat(symbols.end(end)).isEqualTo(0xffffffffc0200080L);
    assertThat(symbols.of("kvm_amd")).extracting(Symbol::name).containsExactly("kvm_exit");
  }

  @Test
  void shouldRefuseNameOfNoFunctionOrOfSeveral() {
    assertThatThrownBy(() -> symbols.function("kvm_mmu_invalidate_begin"))
        .isInstanceOf(NoSuchSymbolException.class)
        .hasMessageContaining("has no kvm_mmu_invalidate_begin");
    assertThatThrownBy(() -> symbols.function("init_mm")).hasMessageContaining("has no init_mm");
    assertThatThrownBy(() -> symbols.function("kvm_exit"))
        .hasMessage(
            "the kernel has 2 symbols kvm_exit: 0xffffffffc0200090 kvm_exit [kvm],"
                + " 0xffffffffc0300000 kvm_exit [kvm_amd]");
  }

  @Test
  void shouldFindVariable() {
    assertThat(symbols.variable("init_mm").address()).isEqualTo(0xffffffff81300000L);
    assertThatThrownBy(() -> symbols.variable("init_mn")).hasMessageContaining("has no init_mn");
  }

  @Test
  void shouldTellAddressBySymbolBeforeIt() {
    assertThat(symbols.at(0xffffffffc020001aL))
        .hasToString("Optional[kvm_mmu_invalidate_end+0x1a [kvm]]");
    assertThat(symbols.at(0xffffffffc0200090L)).hasToString("Optional[kvm_exit [kvm]]");
    assertThat(symbols.at(0xffffffff81000000L)).hasToString("Optional[_text]");
    assertThat(symbols.at(0x1000)).isEmpty();
  }

  @Test
  void shouldSayWhichLineIsNone() {
    assertThatThrownBy(() -> Symbols.read("kallsyms", "ffffffff81000000 T _text\nhello\n"))
        .isInstanceOf(InputException.class)
        .hasMessage("kallsyms: line 2: no line of a kallsyms: address, type, name [module]");
  }

  @Test
  void shouldSayThatAddressesAreHidden() {
    assertThatThrownBy(() -> Symbols.read("kallsyms", "0000000000000000 T _text\n"))
        .isInstanceOf(InputException.class)
        .hasMessage("kallsyms: no addresses; kallsyms shows them only to root");
  }
}
