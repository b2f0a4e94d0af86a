package io.assay.engine.torchscript.rules;

import io.assay.engine.torchscript.code.Expression;
import io.assay.engine.torchscript.code.Expression.Argument;
import io.assay.engine.torchscript.code.Expression.Call;
import io.assay.engine.torchscript.code.Expression.ListOf;
import io.assay.engine.torchscript.code.Expression.Literal;
import io.assay.engine.torchscript.code.Expression.Name;
import io.assay.engine.torchscript.code.Family;
import io.assay.engine.torchscript.code.Parameter;
import io.assay.engine.torchscript.code.Routine;
import io.assay.engine.torchscript.code.Site;
import io.assay.engine.torchscript.code.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a helper's functions in place of operations of the same name and with fitting arguments. In
 * a family that refuses, an operation that is neither among them nor known to need no rule fails as
 * soon as it is given a value that depends on the input.
 *
 * @param helper the functions; their first parameter is the tape
 * @param tape its name
 * @param unchanged operations that stay as they are; empty where all others do
 */
record Replacements(HelperFile helper, String tape, Optional<Set<String>> unchanged)
    implements Family.Operations {
  /** Begins what a rewritten model says when a rule does not fit it. */
  static final String MARK = "assay: ";

  private static final String IS_RECORDED = "ops.prim.requires_grad";
  private static final String TORCH = "torch.";
  private static final String UNRULED = "__torch__.assay_shared.unruled";
  private static final Set<String> ALSO_OF_NUMBERS =
      Set.of("mul", "div", "sqrt", "exp", "log", "abs", "power", "maximum", "minimum");

  @Override
  public Optional<Expression> replace(String name, Call call, Site site) {
    if (name.equals(IS_RECORDED)) {
      return Optional.of(new Literal("True")); // else torch's own layers run fused and are hidden
    }
    if (!name.startsWith(TORCH)) {
      boolean isForeign = name.startsWith("ops.") && !name.startsWith("ops.prim.");
      return isForeign && unchanged.isPresent() ? refused(name, call, site) : Optional.empty();
    }
    String operation = name.substring(TORCH.length());
    boolean isInPlace = operation.endsWith("_") && !operation.endsWith("__");
    String plain = isInPlace ? operation.substring(0, operation.length() - 1) : operation;
    String function = plain.equals("pow") ? "power" : plain;
    Optional<List<Argument>> arguments =
        helper.function(function).flatMap(routine -> fitting(routine, call, site.types()));
    if (arguments.isPresent()) {
      List<Argument> all = new ArrayList<>();
      all.add(Argument.of(new Name(tape)));
      all.addAll(arguments.get());
      String full = helper.fullName(function + (isInPlace ? "_" : ""));
      return Optional.of(new Call(Expression.qualified(full), all));
    }
    return unchanged.isEmpty() || unchanged.get().contains(plain)
        ? Optional.empty()
        : refused(name, call, site);
  }

  /** Returns the arguments as the function takes them, or nothing if it does not. */
  private static Optional<List<Argument>> fitting(Routine function, Call call, Types types) {
    List<Parameter> parameters = function.parameters();
    List<Argument> fitting = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      Argument argument = call.arguments().get(i);
      int place = i + 1;
      Optional<Parameter> parameter =
          argument.keyword().isPresent()
              ? parameters.stream().filter(each -> isNamed(each, argument)).findFirst()
              : parameters.stream().skip(place).findFirst();
      Optional<Expression> value =
          parameter.flatMap(each -> fitting(function, each, argument.value(), types));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      fitting.add(new Argument(argument.keyword(), value.get()));
    }
    return Optional.of(fitting);
  }

  private static boolean isNamed(Parameter parameter, Argument argument) {
    return argument.keyword().filter(parameter.name()::equals).isPresent();
  }

  private static Optional<Expression> fitting(
      Routine function, Parameter parameter, Expression value, Types types) {
    String wanted = parameter.type().map(Expression::text).orElse(Types.TENSOR);
    String given = types.of(value);
    if (wanted.equals(Types.TENSOR)) {
      boolean mayBe = given.isEmpty() && !ALSO_OF_NUMBERS.contains(function.name());
      return given.equals(Types.TENSOR) || mayBe ? Optional.of(value) : Optional.empty();
    }
    boolean isOptional = wanted.startsWith("Optional[");
    if (given.equals(Types.TENSOR)) {
      return wanted.equals("Optional[Tensor]") ? Optional.of(value) : Optional.empty();
    }
    if (given.equals("str") != wanted.equals("str") && !given.isEmpty()) {
      return Optional.empty();
    }
    if (given.equals("None") && !isOptional) {
      return Optional.empty();
    }
    return Optional.of(wanted.contains("float") && given.equals("int") ? asFloat(value) : value);
  }

  private static Expression asFloat(Expression value) {
    return value instanceof Literal literal
        ? new Literal(literal.text() + ".")
        : Call.of("float", List.of(value));
  }

  /** Returns the call with every tensor that goes into it watched. */
  private static Optional<Expression> refused(String name, Call call, Site site) {
    String what = MARK + "no rule for " + name + " in " + site.place();
    List<Argument> watched = new ArrayList<>();
    boolean any = false;
    for (Argument argument : call.arguments()) {
      Expression value = watched(argument.value(), what, site.types());
      any |= value != argument.value();
      watched.add(new Argument(argument.keyword(), value));
    }
    return any ? Optional.of(new Call(call.callee(), watched)) : Optional.empty();
  }

  private static Expression watched(Expression value, String what, Types types) {
    if (value instanceof ListOf list && list.elements().stream().anyMatch(types::isTensor)) {
      return new ListOf(list.elements().stream().map(each -> watched(each, what, types)).toList());
    }
    return types.isTensor(value)
        ? Call.of(UNRULED, List.of(value, new Literal('"' + what.replace("\"", "") + '"')))
        : value;
  }
}
