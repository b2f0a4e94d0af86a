package io.assay.engine.torchscript.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A statement of TorchScript's serialised code. */
public sealed interface Statement {
  /** Returns this statement with a change applied to all its expressions, bottom up. */
  Statement map(UnaryOperator<Expression> change);

  /** Returns this statement with other statements in place of each one inside its blocks. */
  default Statement expand(Function<Statement, List<Statement>> change) {
    return this;
  }

  /** Writes the statement, each line indented, with an end of line. */
  void write(StringBuilder into, String indent);

  /** Names on the left of an equals sign; more than one take a value apart. */
  record Assign(List<Expression> targets, Expression value) implements Statement {
    /** Copies the list. */
    public Assign {
      targets = List.copyOf(targets);
    }

    /** Returns an assignment of one variable. */
    public static Assign of(String variable, Expression value) {
      return new Assign(List.of(new Expression.Name(variable)), value);
    }

    /** Returns the one variable that takes the whole value, if that is what happens. */
    public Optional<String> variable() {
      boolean one = targets.size() == 1 && targets.get(0) instanceof Expression.Name;
      return one ? Optional.of(targets.get(0).text()) : Optional.empty();
    }

    @Override
    public Statement map(UnaryOperator<Expression> change) {
      return new Assign(targets, value.map(change)); // a target is a place, not a value
    }

    @Override
    public void write(StringBuilder into, String indent) {
      String left = targets.stream().map(Expression::text).collect(Collectors.joining(", "));
      into.append(indent).append(left).append(targets.size() > 1 ? ", = " : " = ");
      into.append(value.text()).append('\n');
    }
  }

  /** Several variables that take apart a value of one element: {@code a, = b}. */
  record Unwrap(Expression target, Expression value) implements Statement {
    @Override
    public Statement map(UnaryOperator<Expression> change) {
      return new Unwrap(target, value.map(change));
    }

    @Override
    public void write(StringBuilder into, String indent) {
      into.append(indent).append(target.text()).append(", = ");
      into.append(value.text()).append('\n');
    }
  }

  /** An assignment of a variable whose type is written: {@code a : Optional[Tensor] = b}. */
  record Declare(String variable, Expression type, Expression value) implements Statement {
    @Override
    public Statement map(UnaryOperator<Expression> change) {
      return new Declare(variable, type, value.map(change));
    }

    @Override
    public void write(StringBuilder into, String indent) {
      into.append(indent).append(variable).append(" : ").append(type.text());
      into.append(" = ").append(value.text()).append('\n');
    }
  }

  /**
   * Several variables, each given a value of its own, {@code a, b = c, d}, or those of one
   * operation that gives several, {@code a, b = f(c)}.
   */
  record Each(List<Expression> targets, List<Expression> values) implements Statement {
    /** Copies the lists. */
    public Each {
      targets = List.copyOf(targets);
      values = List.copyOf(values);
    }

    @Override
    public Statement map(UnaryOperator<Expression> change) {
      return new Each(targets, values.stream().map(value -> value.map(change)).toList());
    }

    @Override
    public void write(StringBuilder into, String indent) {
      String left = targets.stream().map(Expression::text).collect(Collectors.joining(", "));
      String right = values.stream().map(Expression::text).collect(Collectors.joining(", "));
      into.append(indent).append(left).append(" = ").append(right).append('\n');
    }
  }

  /** An expression for what it does. */
  record Evaluate(Expression expression) implements Statement {
    @Override
    public Statement map(UnaryOperator<Expression> change) {
      return new Evaluate(expression.map(change));
    }

    @Override
    public void write(StringBuilder into, String indent) {
      into.append(indent).append(expression.text()).append('\n');
    }
  }

  /** The end of a routine. */
  record Return(Optional<Expression> value) implements Statement {
    @Override
    public Statement map(UnaryOperator<Expression> change) {
      return new Return(value.map(each -> each.map(change)));
    }

    @Override
    public void write(StringBuilder into, String indent) {
      String what = value.map(each -> " " + each.text()).orElse("");
      into.append(indent).append("return").append(what).append('\n');
    }
  }

  /** One or two branches; an empty second one is not written. */
  record If(Expression condition, List<Statement> then, List<Statement> otherwise)
      implements Statement {
    /** Copies the lists. */
    public If {
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
    }

    @Override
    public Statement map(UnaryOperator<Expression> change) {
      return new If(condition.map(change), mapAll(then, change), mapAll(otherwise, change));
    }

    @Override
    public Statement expand(Function<Statement, List<Statement>> change) {
      return new If(condition, expandAll(then, change), expandAll(otherwise, change));
    }

    @Override
    public void write(StringBuilder into, String indent) {
      into.append(indent).append("if ").append(condition.text()).append(":\n");
      writeAll(then, into, indent + "  ");
      if (!otherwise.isEmpty()) {
        into.append(indent).append("else:\n");
        writeAll(otherwise, into, indent + "  ");
      }
    }
  }

  /**
   * A block that is repeated or guarded, under one line.
   *
   * @param word {@code for}, {@code while} or {@code with}
   * @param targets of {@code for}, and the name after {@code as} of {@code with}
   * @param value what is walked over, asked or entered
   */
  record Under(String word, List<Expression> targets, Expression value, List<Statement> body)
      implements Statement {
    /** Copies the lists. */
    public Under {
      targets = List.copyOf(targets);
      body = List.copyOf(body);
    }

    @Override
    public Statement map(UnaryOperator<Expression> change) {
      return new Under(word, targets, value.map(change), mapAll(body, change));
    }

    @Override
    public Statement expand(Function<Statement, List<Statement>> change) {
      return new Under(word, targets, value, expandAll(body, change));
    }

    @Override
    public void write(StringBuilder into, String indent) {
      String names = targets.stream().map(Expression::text).collect(Collectors.joining(", "));
      into.append(indent).append(word).append(' ');
      if (word.equals("for")) {
        into.append(names).append(" in ");
      }
      into.append(value.text());
      if (word.equals("with") && !targets.isEmpty()) {
        into.append(" as ").append(names);
      }
      into.append(":\n");
      writeAll(body, into, indent + "  ");
    }
  }

  /** One of the words that stand alone: pass, break, continue. */
  record Word(String text) implements Statement {
    @Override
    public Statement map(UnaryOperator<Expression> change) {
      return this;
    }

    @Override
    public void write(StringBuilder into, String indent) {
      into.append(indent).append(text).append('\n');
    }
  }

  /**
   * What this parser does not know, kept as it is written.
   *
   * @param text whole lines with their own indentation, without the last end of line
   * @param line of the file, from 1
   */
  record Opaque(String text, int line) implements Statement {
    @Override
    public Statement map(UnaryOperator<Expression> change) {
      return this;
    }

    @Override
    public void write(StringBuilder into, String indent) {
      into.append(text).append('\n');
    }
  }

  /** Returns statements with a change applied to all expressions in them, bottom up. */
  static List<Statement> mapAll(List<Statement> statements, UnaryOperator<Expression> change) {
    return statements.stream().map(each -> each.map(change)).toList();
  }

  /** Returns statements with others in place of each, innermost first. */
  static List<Statement> expandAll(
      List<Statement> statements, Function<Statement, List<Statement>> change) {
    List<Statement> all = new ArrayList<>();
    for (Statement statement : statements) {
      all.addAll(change.apply(statement.expand(change)));
    }
    return all;
  }

  /** Writes statements in order; none at all as {@code pass}. */
  static void writeAll(List<Statement> statements, StringBuilder into, String indent) {
    if (statements.isEmpty()) {
      into.append(indent).append("pass\n");
    }
    statements.forEach(statement -> statement.write(into, indent));
  }
}
