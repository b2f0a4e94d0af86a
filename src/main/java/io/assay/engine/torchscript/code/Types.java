package io.assay.engine.torchscript.code;

import io.assay.engine.torchscript.code.Expression.Argument;
import io.assay.engine.torchscript.code.Expression.Call;
import io.assay.engine.torchscript.code.Expression.Group;
import io.assay.engine.torchscript.code.Expression.Index;
import io.assay.engine.torchscript.code.Expression.ListOf;
import io.assay.engine.torchscript.code.Expression.Literal;
import io.assay.engine.torchscript.code.Expression.Member;
import io.assay.engine.torchscript.code.Expression.Name;
import io.assay.engine.torchscript.code.Expression.TupleOf;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The types of the values in a routine, as far as they can be told from its text: enough to know
 * tensors from numbers, which share the names of operations. A type is written as in the code; an
 * unknown one is empty.
 */
public final class Types {
  /** The type of tensors. */
  public static final String TENSOR = "Tensor";

  private static final String UNKNOWN = "";
  private static final String NONE = "None";
  private static final int LONGEST_SUFFIX_SEARCH = 2;

  private final Program program;
  private final Scope scope;
  private final Map<String, String> variables = new HashMap<>();

  private Types(Program program, Scope scope) {
    this.program = program;
    this.scope = scope;
  }

  /** Reads a routine. */
  public static Types of(Program program, Scope scope, Routine routine) {
    Types types = new Types(program, scope);
    for (Parameter parameter : routine.parameters()) {
      types.put(parameter.name(), parameter.type().map(Expression::text).orElse(TENSOR));
    }
    Statement.expandAll(
        routine.body(),
        statement -> {
          types.read(statement);
          return List.of(statement);
        });
    return types;
  }

  private void read(Statement statement) {
    if (statement instanceof Statement.Assign assign) {
      assign(assign.targets(), assign.value());
    } else if (statement instanceof Statement.Each each) {
      readEach(each);
    } else if (statement instanceof Statement.Declare declared) {
      put(declared.variable(), declared.type().text());
    } else if (statement instanceof Statement.Unwrap unwrap) {
      put(unwrap.target().text(), part(of(unwrap.value()), 0));
    }
  }

  private void readEach(Statement.Each each) {
    if (each.values().size() == 1) {
      assign(each.targets(), each.values().get(0));
      return;
    }
    for (int i = 0; i < each.targets().size(); i++) {
      put(each.targets().get(i).text(), of(each.values().get(i)));
    }
  }

  private void assign(List<Expression> targets, Expression value) {
    if (targets.size() == 1) {
      put(targets.get(0).text(), of(value));
      return;
    }
    for (int i = 0; i < targets.size(); i++) {
      boolean isWritten = value instanceof TupleOf tuple && tuple.elements().size() > i;
      put(
          targets.get(i).text(),
          isWritten ? of(((TupleOf) value).elements().get(i)) : part(of(value), i));
    }
  }

  /** A branch that knows less does not take away what another branch knows. */
  private void put(String variable, String type) {
    if (!type.equals(UNKNOWN) && !type.equals(NONE)) {
      variables.put(variable, type);
    }
  }

  /** Returns whether an expression is known to be a tensor. */
  public boolean isTensor(Expression expression) {
    return of(expression).equals(TENSOR);
  }

  /** Returns the type of an expression. */
  public String of(Expression expression) {
    if (expression instanceof Group group) {
      return of(group.inner());
    }
    if (expression instanceof Literal literal) {
      return ofLiteral(literal.text());
    }
    if (expression instanceof Name name) {
      return variables.getOrDefault(name.text(), UNKNOWN);
    }
    if (expression instanceof Member member) {
      return ofMember(member);
    }
    if (expression instanceof Index index) {
      boolean isNumbered =
          index.at().size() == 1 && index.at().get(0).text().chars().allMatch(Character::isDigit);
      return part(of(index.of()), isNumbered ? Integer.parseInt(index.at().get(0).text()) : 0);
    }
    if (expression instanceof ListOf list) {
      return list.elements().isEmpty() ? UNKNOWN : "List[" + of(list.elements().get(0)) + "]";
    }
    if (expression instanceof TupleOf tuple) {
      return "Tuple[" + String.join(", ", tuple.elements().stream().map(this::of).toList()) + "]";
    }
    return expression instanceof Call call ? ofCall(call) : UNKNOWN;
  }

  private static String ofLiteral(String text) {
    if (text.startsWith("\"") || text.startsWith("'")) {
      return "str";
    }
    if (text.equals(NONE)) {
      return NONE;
    }
    if (text.equals("True") || text.equals("False")) {
      return "bool";
    }
    return text.chars().allMatch(each -> each == '-' || Character.isDigit(each)) ? "int" : "float";
  }

  private String ofMember(Member member) {
    if (member.of() instanceof Name root && root.text().equals("CONSTANTS")) {
      return TENSOR;
    }
    return scope
        .module(member.of())
        .map(owner -> owner.type().fields().get(member.name()))
        .map(type -> type.text().replaceFirst("^Final\\[(.*)]$", "$1"))
        .orElse(UNKNOWN);
  }

  private String ofCall(Call call) {
    Optional<String> operation = scope.operation(call);
    if (operation.isEmpty()) {
      return ofMethod(call);
    }
    String name = operation.get();
    List<Argument> arguments = call.arguments();
    return switch (name) {
      case "unchecked_cast", "annotate", "uninitialized" -> arguments.get(0).value().text();
      case "int", "float", "bool", "str" -> name;
      default ->
          name.startsWith("torch.") || name.startsWith("ops.")
              ? Operations.result(name, arguments.stream().map(each -> of(each.value())).toList())
              : function(name).flatMap(Routine::returns).map(Expression::text).orElse(UNKNOWN);
    };
  }

  private String ofMethod(Call call) {
    if (!(call.callee() instanceof Member method)) {
      return UNKNOWN;
    }
    return scope
        .receiver(call)
        .flatMap(module -> Optional.ofNullable(module.type().methods().get(plain(method.name()))))
        .flatMap(Routine::returns)
        .map(Expression::text)
        .orElse(method.name().startsWith("forward") ? TENSOR : UNKNOWN);
  }

  /** A family's sibling gives what its original gives. */
  private Optional<Routine> function(String name) {
    Optional<Routine> known = program.function(name);
    return known.isPresent() ? known : program.function(plain(name));
  }

  private static String plain(String name) {
    int suffix = name.lastIndexOf("__");
    return suffix < LONGEST_SUFFIX_SEARCH || name.endsWith("__") ? name : name.substring(0, suffix);
  }

  /** Returns the type of an element of a list, tuple, dict or string. */
  private static String part(String type, int place) {
    if (type.equals(TENSOR) || type.equals("str")) {
      return type;
    }
    if (!type.endsWith("]") || type.indexOf('[') < 0) {
      return UNKNOWN;
    }
    Expression written = CodeParser.expression(type);
    if (!(written instanceof Index parts)) {
      return UNKNOWN;
    }
    int last = parts.at().size() - 1;
    boolean isTuple = parts.of().text().equals("Tuple");
    int at = isTuple ? Math.min(place, last) : last; // of a dict the values
    return parts.at().get(at).text();
  }
}
