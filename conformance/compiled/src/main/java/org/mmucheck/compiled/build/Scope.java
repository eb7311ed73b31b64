package org.mmucheck.compiled.build;

import java.util.ArrayList;
import java.util.List;
import org.mmucheck.compiled.ir.Act;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Local;

/** The locals that are kept while one expression is evaluated. */
final class Scope {
  private final List<Local> locals = new ArrayList<>();

  Ir keep(String name, Ir value) {
    Local local = new Local(name, value);
    locals.add(local);
    return new Ir.Use(local);
  }

  Ir around(Ir body) {
    return locals.isEmpty() || body instanceof Ir.Const ? body : new Ir.Let(locals, body);
  }

  Act around(Act body) {
    return locals.isEmpty() ? body : new Act.Scope(locals, body);
  }
}
