package io.assay.engine.torchscript.code;

import io.assay.engine.torchscript.code.Token.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads TorchScript's serialised code: classes, functions, statements, expressions. It never fails
 * on a file: what it does not know stays as it is written, a {@link Statement.Opaque} in a routine,
 * or nothing at all outside of one.
 */
public final class CodeParser {
  private final String file;
  private final List<Line> lines;
  private int at;

  private CodeParser(String file) {
    this.file = file;
    this.lines = Line.cut(file);
  }

  /**
   * Reads an expression or a type that Assay itself has written.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public static Expression expression(String code) {
    try {
      ExpressionParser parser = new ExpressionParser(code);
      Expression expression = parser.expression();
      parser.expectEnd();
      return expression;
    } catch (Unknown unknown) {
      throw new IllegalArgumentException(code + ": " + unknown.getMessage(), unknown);
    }
  }

  /**
   * Reads one routine that Assay itself has written.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public static Routine routine(String code) {
    try {
      return new CodeParser(code).routine(0);
    } catch (Unknown unknown) {
      throw new IllegalArgumentException(code + ": " + unknown.getMessage(), unknown);
    }
  }

  /**
   * Reads a file.
   *
   * @param module its qualified name, such as {@code __torch__.torch.nn.functional}
   * @param text the whole file
   */
  public static SourceFile file(String module, String text) {
    return new CodeParser(text).whole(module);
  }

  private SourceFile whole(String module) {
    Map<String, ClassCode> classes = new LinkedHashMap<>();
    Map<String, Routine> functions = new LinkedHashMap<>();
    Map<String, Integer> ends = new LinkedHashMap<>();
    while (at < lines.size()) {
      Line line = lines.get(at);
      if (line.text().startsWith("class ")) {
        ClassCode type = classCode(module);
        classes.put(type.name(), type);
        ends.put(type.name(), lines.get(at - 1).end());
      } else {
        routineIfKnown(line.indent()).ifPresent(known -> functions.put(known.name(), known));
      }
    }
    return new SourceFile(module, file, classes, functions, ends);
  }

  private ClassCode classCode(String module) {
    Line head = lines.get(at++);
    String declared = head.text().substring("class ".length()).replaceFirst(":$", "");
    int open = declared.indexOf('(');
    String name = open < 0 ? declared : declared.substring(0, open);
    String base = open < 0 ? "" : declared.substring(open + 1).replaceFirst("\\)$", "");
    Map<String, Expression> fields = new LinkedHashMap<>();
    Map<String, Routine> methods = new LinkedHashMap<>();
    while (at < lines.size() && lines.get(at).indent() > head.indent()) {
      Line line = lines.get(at);
      if (line.text().startsWith("def ")) {
        routineIfKnown(line.indent()).ifPresent(known -> methods.put(known.name(), known));
      } else {
        at++;
        field(line.text(), fields);
      }
    }
    return new ClassCode(module + "." + name.strip(), base.strip(), fields, methods);
  }

  private static void field(String text, Map<String, Expression> fields) {
    try {
      ExpressionParser parser = new ExpressionParser(text);
      Expression name = parser.expression();
      boolean isQuoted = name.text().startsWith("__annotations__[");
      if (!isQuoted && !parser.takes(":")) {
        return; // lists of names, such as __parameters__
      }
      if (isQuoted) {
        parser.expect("=");
        String quoted = name.text().substring("__annotations__[".length() + 1);
        fields.put(quoted.substring(0, quoted.length() - 2), parser.expression());
      } else {
        fields.put(name.text(), parser.expression());
      }
    } catch (Unknown notAField) {
      return; // nothing that a path can lead through
    }
  }

  private Optional<Routine> routineIfKnown(int indent) {
    int start = at;
    try {
      return Optional.of(routine(indent));
    } catch (Unknown unknown) {
      at = start + 1;
      while (at < lines.size() && lines.get(at).indent() > indent) {
        at++;
      }
      return Optional.empty();
    }
  }

  private Routine routine(int indent) throws Unknown {
    Line head = lines.get(at++);
    ExpressionParser parser = new ExpressionParser(head.text());
    parser.expect("def");
    String name = parser.name();
    List<Parameter> parameters = parser.parameters();
    Optional<Expression> returns =
        parser.takes("->") ? Optional.of(parser.expression()) : Optional.empty();
    parser.expect(":");
    parser.expectEnd();
    return new Routine(name, parameters, returns, block(indent), head.number());
  }

  private List<Statement> block(int outside) {
    List<Statement> statements = new ArrayList<>();
    while (at < lines.size() && lines.get(at).indent() > outside) {
      int start = at;
      try {
        statements.add(statement());
      } catch (Unknown unknown) {
        at = start;
        statements.add(opaque());
      }
    }
    return statements;
  }

  private Statement opaque() {
    Line first = lines.get(at++);
    int end = first.end();
    while (at < lines.size() && belongsTo(first, lines.get(at))) {
      end = lines.get(at++).end();
    }
    return new Statement.Opaque(file.substring(first.start(), end), first.number());
  }

  private static boolean belongsTo(Line first, Line next) {
    boolean isElse = first.text().startsWith("if ") && next.text().equals("else:");
    return next.indent() > first.indent() || (next.indent() == first.indent() && isElse);
  }

  private Statement statement() throws Unknown {
    Line line = lines.get(at++);
    ExpressionParser parser = new ExpressionParser(line.text());
    String word = parser.peek().text();
    return switch (word) {
      case "if" -> branches(parser, line);
      case "for", "while", "with" -> under(parser, line);
      case "return" -> returned(parser);
      case "pass", "break", "continue" -> {
        parser.next();
        parser.expectEnd();
        yield new Statement.Word(word);
      }
      case "def", "raise", "assert", "del", "global" -> throw new Unknown(word);
      default -> simple(parser);
    };
  }

  private static Statement returned(ExpressionParser parser) throws Unknown {
    parser.next();
    boolean isBare = parser.peek().kind() == Token.Kind.END;
    Optional<Expression> value = isBare ? Optional.empty() : Optional.of(parser.expression());
    parser.expectEnd();
    return new Statement.Return(value);
  }

  private Statement branches(ExpressionParser parser, Line line) throws Unknown {
    parser.next();
    Expression condition = parser.expression();
    parser.expect(":");
    parser.expectEnd();
    List<Statement> then = block(line.indent());
    boolean hasElse =
        at < lines.size()
            && lines.get(at).indent() == line.indent()
            && lines.get(at).text().equals("else:");
    if (!hasElse) {
      return new Statement.If(condition, then, List.of());
    }
    at++;
    return new Statement.If(condition, then, block(line.indent()));
  }

  private Statement under(ExpressionParser parser, Line line) throws Unknown {
    String word = parser.next().text();
    List<Expression> targets = new ArrayList<>();
    if (word.equals("for")) {
      do {
        targets.add(new Expression.Name(parser.name()));
      } while (parser.takes(","));
      parser.expect("in");
    }
    Expression value = parser.expression();
    if (word.equals("with") && parser.takes("as")) {
      targets.add(new Expression.Name(parser.name()));
    }
    parser.expect(":");
    parser.expectEnd();
    return new Statement.Under(word, targets, value, block(line.indent()));
  }

  private static Statement each(List<Expression> targets, Expression first, ExpressionParser parser)
      throws Unknown {
    List<Expression> values = new ArrayList<>(List.of(first));
    while (parser.takes(",")) {
      values.add(parser.expression());
    }
    parser.expectEnd();
    if (values.size() != targets.size() && values.size() != 1) {
      throw new Unknown(values.size() + " values for " + targets.size() + " names");
    }
    return new Statement.Each(targets, values);
  }

  private static Statement declared(String variable, ExpressionParser parser) throws Unknown {
    Expression type = parser.expression();
    parser.expect("=");
    Expression value = parser.expression();
    parser.expectEnd();
    return new Statement.Declare(variable, type, value);
  }

  private static Statement simple(ExpressionParser parser) throws Unknown {
    Expression first = parser.expression();
    if (parser.peek().kind() == Token.Kind.END) {
      return new Statement.Evaluate(first);
    }
    if (first instanceof Expression.Name && parser.takes(":")) {
      return declared(first.text(), parser);
    }
    List<Expression> targets = new ArrayList<>(List.of(first));
    boolean isTakenApart = parser.sees(",");
    boolean isEnded = false;
    while (parser.takes(",")) {
      isEnded = parser.sees("=");
      if (!isEnded) {
        targets.add(parser.expression());
      }
    }
    parser.expect("=");
    Expression value = parser.expression();
    if (parser.sees(",") || (isTakenApart && !isEnded)) {
      return each(targets, value, parser);
    }
    parser.expectEnd();
    return isTakenApart && targets.size() == 1
        ? new Statement.Unwrap(first, value)
        : new Statement.Assign(targets, value);
  }
}
