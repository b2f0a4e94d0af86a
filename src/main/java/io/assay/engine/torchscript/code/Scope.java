package io.assay.engine.torchscript.code;

import io.assay.engine.torchscript.code.Expression.Call;
import io.assay.engine.torchscript.code.Expression.Group;
import io.assay.engine.torchscript.code.Expression.Literal;
import io.assay.engine.torchscript.code.Expression.Member;
import io.assay.engine.torchscript.code.Expression.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the names in a routine mean: modules, and functions under other names. */
public final class Scope {
  private final Program program;
  private final Map<String, Submodule> modules = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();

  /**
   * A module that a routine reaches.
   *
   * @param path attributes that lead there from the routine's own object; empty for itself
   * @param type its class
   */
  public record Submodule(List<String> path, ClassCode type) {
    /** Copies the list. */
    public Submodule {
      path = List.copyOf(path);
    }
  }

  private Scope(Program program) {
    this.program = program;
  }

  /** Reads a method, whose first parameter is an object of the class. */
  public static Scope ofMethod(Program program, ClassCode type, Routine method) {
    Scope scope = new Scope(program);
    if (!method.parameters().isEmpty()) {
      scope.modules.put(method.parameters().get(0).name(), new Submodule(List.of(), type));
    }
    scope.read(method);
    return scope;
  }

  /** Reads a function, which reaches no module. */
  public static Scope ofFunction(Program program, Routine function) {
    Scope scope = new Scope(program);
    scope.read(function);
    return scope;
  }

  private void read(Routine routine) {
    Statement.expandAll(
        routine.body(),
        statement -> {
          if (statement instanceof Statement.Assign assign) {
            assign.variable().ifPresent(variable -> read(variable, assign.value()));
          } else if (statement instanceof Statement.Each each) {
            for (int i = 0; i < each.values().size(); i++) {
              read(each.targets().get(i).text(), each.values().get(i));
            }
          }
          return List.of(statement);
        });
  }

  private void read(String variable, Expression value) {
    module(value).ifPresent(module -> modules.put(variable, module));
    if (value instanceof Member && program.function(value.text()).isPresent()) {
      aliases.put(variable, value.text());
    }
  }

  /** Returns the module that an expression reaches. */
  public Optional<Submodule> module(Expression expression) {
    if (expression instanceof Group group) {
      return module(group.inner());
    }
    if (expression instanceof Name name) {
      return Optional.ofNullable(modules.get(name.text()));
    }
    if (expression instanceof Member member) {
      return module(member.of()).flatMap(owner -> inside(owner, member.name()));
    }
    return isGetAttribute(expression) && expression instanceof Call call
        ? module(call.arguments().get(0).value())
            .flatMap(owner -> inside(owner, unquoted(call.arguments().get(1).value().text())))
        : Optional.empty();
  }

  private static boolean isGetAttribute(Expression expression) {
    return expression instanceof Call call
        && call.callee().text().equals("getattr")
        && call.arguments().size() == 2
        && call.arguments().get(1).value() instanceof Literal;
  }

  private static String unquoted(String text) {
    return text.length() < 2 ? text : text.substring(1, text.length() - 1);
  }

  private Optional<Submodule> inside(Submodule owner, String attribute) {
    Expression type = owner.type().fields().get(attribute);
    if (type == null) {
      return Optional.empty();
    }
    List<String> path = new ArrayList<>(owner.path());
    path.add(attribute);
    return program.moduleType(type).map(known -> new Submodule(path, known));
  }

  /** Returns the module whose method is called, if the call is such a one. */
  public Optional<Submodule> receiver(Call call) {
    return call.callee() instanceof Member method && method.of() instanceof Group group
        ? module(group)
        : Optional.empty();
  }

  /**
   * Returns the full name of the operation or function that is called, such as {@code torch.relu}
   * or {@code __torch__.torch.nn.functional.relu}; nothing for methods.
   */
  public Optional<String> operation(Call call) {
    if (call.callee() instanceof Member method && method.of() instanceof Group) {
      return Optional.empty();
    }
    String name = call.callee().text();
    return Optional.of(aliases.getOrDefault(name, name));
  }
}
