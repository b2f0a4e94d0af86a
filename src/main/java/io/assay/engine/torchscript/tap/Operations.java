package io.assay.engine.torchscript.tap;

import io.assay.engine.torchscript.code.ClassCode;
import io.assay.engine.torchscript.code.Expression.Call;
import io.assay.engine.torchscript.code.Program;
import io.assay.engine.torchscript.code.Routine;
import io.assay.engine.torchscript.code.Scope;
import io.assay.engine.torchscript.code.Statement;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which operations are in whose code. */
public final class Operations {
  private final Program program;

  /** Looks in a program. */
  public Operations(Program program) {
    this.program = program;
  }

  /**
   * Returns whether a full name is meant by a shorter one: {@code torch.softmax} and {@code
   * __torch__.torch.nn.functional.softmax} by {@code softmax}, and a family's version of either.
   */
  static boolean matches(String name, String wanted) {
    String plain = name.startsWith("__torch__.") ? name.replaceFirst("__[a-z_]+$", "") : name;
    return plain.equals(wanted) || plain.endsWith("." + wanted);
  }

  /** Returns the full names of all that a class's own methods call, in the order of the text. */
  public Set<String> of(ClassCode type) {
    Set<String> names = new LinkedHashSet<>();
    for (Routine method : type.methods().values()) {
      names.addAll(in(method, Scope.ofMethod(program, type, method)));
    }
    return names;
  }

  private static Set<String> in(Routine routine, Scope scope) {
    Set<String> names = new LinkedHashSet<>();
    Statement.mapAll(
        routine.body(),
        part -> {
          if (part instanceof Call call) {
            scope.operation(call).ifPresent(names::add);
          }
          return part;
        });
    return names;
  }

  boolean isIn(ClassCode type, String wanted) {
    return of(type).stream().anyMatch(name -> matches(name, wanted));
  }

  /** Returns whether an operation is in a function or in one that it calls. */
  boolean isInFunction(String function, String wanted) {
    return isInFunction(function, wanted, new HashSet<>());
  }

  private boolean isInFunction(String function, String wanted, Set<String> seen) {
    Routine routine = program.function(function).orElse(null);
    if (routine == null || !seen.add(function)) {
      return false;
    }
    Set<String> names = in(routine, Scope.ofFunction(program, routine));
    return names.stream().anyMatch(name -> matches(name, wanted))
        || names.stream().anyMatch(name -> isInFunction(name, wanted, seen));
  }
}
