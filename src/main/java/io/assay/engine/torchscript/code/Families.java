package io.assay.engine.torchscript.code;

import static io.assay.ErrorCode.MODEL_ABILITY;

import io.assay.AssayException;
import io.assay.engine.torchscript.code.Expression.Argument;
import io.assay.engine.torchscript.code.Expression.Call;
import io.assay.engine.torchscript.code.Expression.Group;
import io.assay.engine.torchscript.code.Expression.Member;
import io.assay.engine.torchscript.code.Expression.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes families. */
public final class Families {
  private final Program program;
  private final Family family;
  private final Map<String, Routine> functions; // of the archive, not those of helper files
  private final Set<String> methodNames = new HashSet<>();

  private Families(Program program, Family family) {
    this.program = program;
    this.family = family;
    this.functions = new HashMap<>(program.functions());
    program.types().stream()
        .filter(ClassCode::isModule)
        .forEach(type -> methodNames.addAll(type.methods().keySet()));
  }

  /**
   * Adds a family to a program: siblings of everything that the archive held.
   *
   * @throws AssayException MODEL_ABILITY if some code cannot be read, with its file and line
   */
  public static void add(Program program, Family family) {
    new Families(program, family).addAll();
  }

  private void addAll() {
    checkAll(); // before anything is added: half a family would not load
    for (ClassCode type : program.types()) {
      if (type.isModule()) {
        for (Routine method : type.methods().values()) {
          Scope scope = Scope.ofMethod(program, type, method);
          program.addMethod(type, sibling(type.name(), method, 1, scope));
        }
      }
    }
    functions.forEach(
        (name, function) -> {
          Scope scope = Scope.ofFunction(program, function);
          String module = name.substring(0, name.lastIndexOf('.'));
          program.addFunction(module, sibling(name, function, 0, scope));
        });
  }

  private void checkAll() {
    program.types().stream()
        .filter(ClassCode::isModule)
        .forEach(type -> type.methods().values().forEach(each -> checkRead(type.name(), each)));
    functions.forEach(this::checkRead);
  }

  private void checkRead(String owner, Routine routine) {
    for (Statement.Opaque opaque : routine.unread()) {
      throw new AssayException(
          MODEL_ABILITY,
          "Cannot rewrite the model's operations: '%s' in %s is code that Assay does not know;"
              + " methods that need no more than gradients still run",
          opaque.text().strip().lines().findFirst().orElse(""),
          program.where(owner, opaque.line()));
    }
  }

  private Routine sibling(String owner, Routine routine, int place, Scope scope) {
    List<Parameter> tape = family.tape().map(List::of).orElse(List.of());
    int at = Math.min(place, routine.parameters().size());
    Site site = new Site(Types.of(program, scope, routine), program.where(owner, routine.line()));
    return routine
        .renamed(routine.name() + family.suffix(), at, tape)
        .withBody(Statement.mapAll(routine.body(), part -> changed(part, scope, site)));
  }

  private Expression changed(Expression part, Scope scope, Site site) {
    if (!(part instanceof Call call)) {
      return part;
    }
    Optional<String> operation = scope.operation(call);
    if (operation.isEmpty()) {
      return methodCall(call, scope);
    }
    String name = operation.get();
    Optional<Expression> replaced = family.operations().replace(name, call, site);
    if (replaced.isPresent()) {
      return replaced.get();
    }
    return functions.containsKey(name)
        ? withTape(Expression.qualified(name + family.suffix()), call)
        : call;
  }

  private Expression methodCall(Call call, Scope scope) {
    if (!(call.callee() instanceof Member method) || !(method.of() instanceof Group)) {
      return call;
    }
    boolean isKnown =
        scope
            .receiver(call)
            .map(module -> module.type().methods().containsKey(method.name()))
            .orElseGet(() -> methodNames.contains(method.name()));
    return isKnown
        ? withTape(new Member(method.of(), method.name() + family.suffix()), call)
        : call;
  }

  private Call withTape(Expression callee, Call call) {
    List<Argument> arguments = new ArrayList<>();
    family.tape().ifPresent(tape -> arguments.add(Argument.of(new Name(tape.name()))));
    arguments.addAll(call.arguments());
    return new Call(callee, arguments);
  }
}
