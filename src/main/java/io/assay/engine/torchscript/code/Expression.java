package io.assay.engine.torchscript.code;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** An expression of TorchScript's serialised code, or a type, which is written the same way. */
public sealed interface Expression {
  /** Returns the expression as libtorch writes it. */
  String text();

  /**
   * Returns this expression with a change applied to every part of it and then to itself: a change
   * sees parts that are changed already.
   */
  Expression map(UnaryOperator<Expression> change);

  /** A variable, a type or the root of a qualified name. */
  record Name(String text) implements Expression {
    @Override
    public Expression map(UnaryOperator<Expression> change) {
      return change.apply(this);
    }
  }

  /**
   * A number, a string or a word such as None, as it is written.
   *
   * @param text with its sign, or its quotes and escapes
   */
  record Literal(String text) implements Expression {
    @Override
    public Expression map(UnaryOperator<Expression> change) {
      return change.apply(this);
    }
  }

  /** What a dot reaches: an attribute, a method, or a name in a module. */
  record Member(Expression of, String name) implements Expression {
    @Override
    public String text() {
      return of.text() + "." + name;
    }

    @Override
    public Expression map(UnaryOperator<Expression> change) {
      return change.apply(new Member(of.map(change), name));
    }
  }

  /** What a call is given: by place, or by keyword. */
  record Argument(Optional<String> keyword, Expression value) {
    /** Returns an argument by place. */
    public static Argument of(Expression value) {
      return new Argument(Optional.empty(), value);
    }

    String text() {
      return keyword.map(word -> word + "=").orElse("") + value.text();
    }

    Argument map(UnaryOperator<Expression> change) {
      return new Argument(keyword, value.map(change));
    }
  }

  /** A call of an operation, a function, a method or a type. */
  record Call(Expression callee, List<Argument> arguments) implements Expression {
    /** Copies the list. */
    public Call {
      arguments = List.copyOf(arguments);
    }

    /** Returns a call of a qualified name with arguments by place. */
    public static Call of(String callee, List<Expression> arguments) {
      return new Call(Expression.qualified(callee), arguments.stream().map(Argument::of).toList());
    }

    @Override
    public String text() {
      String inside = arguments.stream().map(Argument::text).collect(Collectors.joining(", "));
      return callee.text() + "(" + inside + (isOpenEnded() ? ", )" : ")");
    }

    /** libtorch ends the arguments of functions and methods with a comma, of operations not. */
    private boolean isOpenEnded() {
      if (arguments.isEmpty() || callee instanceof Literal) {
        return false;
      }
      String name = callee.text();
      boolean isMethod = callee instanceof Member method && method.of() instanceof Group;
      boolean isAlias = callee instanceof Name && name.startsWith("_");
      boolean isFunction = name.startsWith("__torch__.") && !name.endsWith(".__new__");
      return isMethod || isAlias || isFunction;
    }

    @Override
    public Expression map(UnaryOperator<Expression> change) {
      return change.apply(
          new Call(callee.map(change), arguments.stream().map(each -> each.map(change)).toList()));
    }
  }

  /** An element of a list, tuple or dict, or the arguments of a type. */
  record Index(Expression of, List<Expression> at) implements Expression {
    /** Copies the list. */
    public Index {
      at = List.copyOf(at);
    }

    @Override
    public String text() {
      return of.text() + "[" + joined(at) + "]";
    }

    @Override
    public Expression map(UnaryOperator<Expression> change) {
      return change.apply(new Index(of.map(change), mapped(at, change)));
    }
  }

  /** An expression in parentheses. */
  record Group(Expression inner) implements Expression {
    @Override
    public String text() {
      return "(" + inner.text() + ")";
    }

    @Override
    public Expression map(UnaryOperator<Expression> change) {
      return change.apply(new Group(inner.map(change)));
    }
  }

  /** A list. */
  record ListOf(List<Expression> elements) implements Expression {
    /** Copies the list. */
    public ListOf {
      elements = List.copyOf(elements);
    }

    @Override
    public String text() {
      return "[" + joined(elements) + "]";
    }

    @Override
    public Expression map(UnaryOperator<Expression> change) {
      return change.apply(new ListOf(mapped(elements, change)));
    }
  }

  /** A tuple. */
  record TupleOf(List<Expression> elements) implements Expression {
    /** Copies the list. */
    public TupleOf {
      elements = List.copyOf(elements);
    }

    @Override
    public String text() {
      return "(" + joined(elements) + (elements.size() == 1 ? ",)" : ")");
    }

    @Override
    public Expression map(UnaryOperator<Expression> change) {
      return change.apply(new TupleOf(mapped(elements, change)));
    }
  }

  /** A dict: its keys, and as many values. */
  record DictOf(List<Expression> keys, List<Expression> values) implements Expression {
    /** Copies the lists. */
    public DictOf {
      keys = List.copyOf(keys);
      values = List.copyOf(values);
    }

    @Override
    public String text() {
      StringBuilder text = new StringBuilder("{");
      for (int entry = 0; entry < keys.size(); entry++) {
        text.append(entry == 0 ? "" : ", ").append(keys.get(entry).text());
        text.append(": ").append(values.get(entry).text());
      }
      return text.append("}").toString();
    }

    @Override
    public Expression map(UnaryOperator<Expression> change) {
      return change.apply(new DictOf(mapped(keys, change), mapped(values, change)));
    }
  }

  /** Returns a name with dots in it, such as {@code torch.relu}. */
  static Expression qualified(String name) {
    String[] parts = name.split("\\.", -1);
    Expression whole = new Name(parts[0]);
    for (int part = 1; part < parts.length; part++) {
      whole = new Member(whole, parts[part]);
    }
    return whole;
  }

  private static String joined(List<Expression> parts) {
    return parts.stream().map(Expression::text).collect(Collectors.joining(", "));
  }

  private static List<Expression> mapped(List<Expression> parts, UnaryOperator<Expression> change) {
    return parts.stream().map(part -> part.map(change)).toList();
  }
}
