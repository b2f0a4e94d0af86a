package io.assay.engine.torchscript.tap;

import io.assay.engine.torchscript.code.ClassCode;
import io.assay.engine.torchscript.code.CodeParser;
import io.assay.engine.torchscript.code.Expression;
import io.assay.engine.torchscript.code.Expression.Argument;
import io.assay.engine.torchscript.code.Expression.Call;
import io.assay.engine.torchscript.code.Expression.Literal;
import io.assay.engine.torchscript.code.Expression.Member;
import io.assay.engine.torchscript.code.Expression.Name;
import io.assay.engine.torchscript.code.Program;
import io.assay.engine.torchscript.code.Routine;
import io.assay.engine.torchscript.code.Scope;
import io.assay.engine.torchscript.code.Scope.Submodule;
import io.assay.engine.torchscript.code.Statement;
import io.assay.engine.torchscript.tap.Selector.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes tapped versions of methods: each calls the tapped versions of what it calls, and hands
 * every submodule's value, and what else was asked for, through a tap.
 */
public final class TapWriter {
  /** What a tapped method's name ends with. */
  public static final String SUFFIX = "__assay_tap";

  private static final Pattern FORWARD = Pattern.compile("forward\\d*(__\\w+)?");

  private final Program program;
  private final Places places;
  private final Operations operations;
  private final Set<String> written = new HashSet<>();
  private final Map<String, String> tuples = new HashMap<>(); // type to function

  /** Adds what taps are calls of. */
  public TapWriter(Program program, Places places) {
    this.program = program;
    this.places = places;
    this.operations = new Operations(program);
    program.addFile(TapCode.MODULE, TapCode.HELPERS);
  }

  /**
   * Adds a tapped version of a method, and of all that it calls. It takes, after its object, {@code
   * List[int]} (place, firing, mode, 0), {@code List[Tensor]} (what to put in) and {@code int} (0
   * for the whole model), and then what the method takes.
   *
   * @return its name
   */
  public String add(ClassCode type, String method) {
    String name = method + SUFFIX;
    Optional<Routine> routine = program.method(type, method);
    if (written.add(type.name() + "." + method) && routine.isPresent()) {
      Routine plain = routine.get();
      Scope scope = Scope.ofMethod(program, type, plain);
      program.addMethod(
          type,
          plain
              .renamed(name, Math.min(1, plain.parameters().size()), TapCode.PARAMETERS)
              .withBody(body(plain, type, scope)));
    }
    return name;
  }

  private List<Statement> body(Routine routine, ClassCode type, Scope scope) {
    List<Statement> body = Statement.mapAll(routine.body(), part -> tapped(part, type, scope));
    List<Statement> all = new ArrayList<>();
    for (Extra extra : places.extras(type)) {
      boolean isParameter =
          routine.parameters().stream().anyMatch(each -> each.name().equals(extra.what()));
      if (extra.kind() == Kind.VARIABLE && isParameter) {
        all.add(tappedVariable(extra, type));
      }
    }
    all.addAll(Statement.expandAll(body, statement -> withVariables(statement, type)));
    return all;
  }

  private List<Statement> withVariables(Statement statement, ClassCode type) {
    if (!(statement instanceof Statement.Assign assign)) {
      return List.of(statement);
    }
    List<Statement> all = new ArrayList<>(List.of(statement));
    for (Extra extra : places.extras(type)) {
      Name variable = new Name(extra.what());
      if (extra.kind() == Kind.VARIABLE && assign.targets().contains(variable)) {
        all.add(tappedVariable(extra, type));
      }
    }
    return all;
  }

  private Statement tappedVariable(Extra extra, ClassCode type) {
    int slot = places.slot(type, extra);
    return Statement.Assign.of(extra.what(), tap("tap", new Name(extra.what()), slot));
  }

  private Expression tapped(Expression part, ClassCode type, Scope scope) {
    if (!(part instanceof Call call)) {
      return part;
    }
    Optional<Submodule> receiver = scope.receiver(call);
    if (receiver.isPresent() && call.callee() instanceof Member method) {
      return methodCall(call, method, receiver.get(), type);
    }
    return scope.operation(call).map(name -> operation(name, call, type)).orElse(call);
  }

  private Expression methodCall(Call call, Member method, Submodule receiver, ClassCode type) {
    Optional<Routine> callee = program.method(receiver.type(), method.name());
    if (callee.isEmpty()) {
      return call;
    }
    int offset = places.offset(type, receiver.path());
    boolean isPass = !receiver.path().isEmpty() && FORWARD.matcher(method.name()).matches();
    List<Argument> arguments = new ArrayList<>(call.arguments());
    if (isPass) {
      tapInput(arguments, receiver.type(), offset);
    }
    String tapped = add(receiver.type(), method.name());
    Call made = withState(new Member(method.of(), tapped), arguments, offset);
    return isPass ? tappedValue(made, callee.get(), receiver.type(), offset) : made;
  }

  private void tapInput(List<Argument> arguments, ClassCode type, int offset) {
    int slot = places.slot(type, new Extra(Kind.INPUT, ""));
    if (slot >= 0 && !arguments.isEmpty()) {
      Argument first = arguments.get(0);
      arguments.set(0, new Argument(first.keyword(), tap("tap", first.value(), offset + slot)));
    }
  }

  private Expression tappedValue(Expression value, Routine callee, ClassCode type, int offset) {
    ValueType declared = callee.returns().map(ValueType::new).orElse(null);
    if (declared == null) {
      return value;
    }
    if (declared.isTensor()) {
      return tap("tap", value, offset);
    }
    if (declared.isOptionalTensor()) {
      return tap("tap_optional", value, offset);
    }
    if (declared.isTuple() && !declared.leaves().isEmpty()) {
      return call(tupleFunction(declared), value, offset, List.of());
    }
    return declared.isTensorList() || declared.isTensorDict()
        ? tappedElements(value, declared, type, offset)
        : value;
  }

  private Expression tappedElements(
      Expression value, ValueType declared, ClassCode type, int offset) {
    Expression whole = value;
    for (Extra extra : places.extras(type)) {
      if (extra.kind() == Kind.VALUE) {
        String key = extra.what().substring(1, extra.what().length() - 1);
        boolean isNumber = key.matches("\\d{1,9}");
        if (declared.isTensorDict() || isNumber) {
          String function = declared.isTensorDict() ? "tap_dict" : "tap_list";
          String written = declared.isTensorDict() ? quoted(key) : key;
          int place = offset + places.slot(type, extra);
          whole =
              call(TapCode.MODULE + "." + function, whole, place, List.of(new Literal(written)));
        }
      }
    }
    return whole;
  }

  private static String quoted(String key) {
    return "\"" + key.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private String tupleFunction(ValueType type) {
    return tuples.computeIfAbsent(
        type.text(),
        text -> {
          String module = TapCode.MODULE + "_" + tuples.size();
          program.addFile(module, TapCode.ofTuple(type));
          return module + ".tap";
        });
  }

  private Expression operation(String name, Call call, ClassCode type) {
    for (Extra extra : places.extras(type)) {
      if (extra.kind() == Kind.OPERATION && Operations.matches(name, extra.what())) {
        return tap("tap", call, places.slot(type, extra));
      }
    }
    List<Extra> inside =
        places.extras(type).stream()
            .filter(extra -> extra.kind() == Kind.OPERATION)
            .filter(extra -> !operations.isIn(type, extra.what()))
            .filter(extra -> operations.isInFunction(name, extra.what()))
            .toList();
    return inside.isEmpty()
        ? call
        : withState(Expression.qualified(function(name, type)), call.arguments(), 0);
  }

  /** Adds a tapped version of a function for the objects of a class and returns its name. */
  private String function(String name, ClassCode type) {
    String suffix = SUFFIX + "_" + type.name().replace('.', '_');
    Optional<Routine> routine = program.function(name);
    if (written.add(name + " " + type.name()) && routine.isPresent()) {
      Routine plain = routine.get();
      Scope scope = Scope.ofFunction(program, plain);
      program.addFunction(
          name.substring(0, name.lastIndexOf('.')),
          plain
              .renamed(plain.name() + suffix, 0, TapCode.PARAMETERS)
              .withBody(Statement.mapAll(plain.body(), part -> tapped(part, type, scope))));
    }
    return name + suffix;
  }

  private static Call withState(Expression callee, List<Argument> arguments, int offset) {
    List<Argument> all = new ArrayList<>();
    all.add(Argument.of(new Name(TapCode.ASKED)));
    all.add(Argument.of(new Name(TapCode.HELD)));
    all.add(Argument.of(number(offset)));
    all.addAll(arguments);
    return new Call(callee, all);
  }

  private static Expression tap(String function, Expression value, int place) {
    return call(TapCode.MODULE + "." + function, value, place, List.of());
  }

  private static Expression call(
      String function, Expression value, int place, List<Expression> further) {
    List<Expression> arguments = new ArrayList<>();
    arguments.add(value);
    arguments.add(new Name(TapCode.ASKED));
    arguments.add(new Name(TapCode.HELD));
    arguments.add(number(place));
    arguments.addAll(further);
    return Call.of(function, arguments);
  }

  private static Expression number(int offset) {
    Expression base = new Name(TapCode.BASE);
    return offset == 0
        ? base
        : Call.of("torch.add", List.of(base, new Literal(Integer.toString(offset))));
  }

  /**
   * Adds a method to the whole model that runs a tapped method from outside: it takes the input,
   * int64 [4] (place, firing, mode, 0) and the tensor to put in, and gives the outputs, the numbers
   * and what is held, first the tensor that was put in.
   *
   * @param tapped what {@link #add} gave
   */
  public void addEntry(ClassCode root, String tapped, String name) {
    program.addMethod(
        root,
        CodeParser.routine(
            """
            def %s(self,
                x: Tensor,
                asked: Tensor,
                put: Tensor) -> Tuple[Tensor, Tensor, List[Tensor]]:
              place = int(torch.select(asked, 0, 0))
              firing = int(torch.select(asked, 0, 1))
              mode = int(torch.select(asked, 0, 2))
              numbers = [place, firing, mode, 0]
              held = [put]
              y = (self).%s(numbers, held, 0, x, )
              return (y, torch.tensor(numbers), held)
            """
                .formatted(name, tapped)));
  }
}
