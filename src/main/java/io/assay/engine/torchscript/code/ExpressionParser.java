package io.assay.engine.torchscript.code;

import io.assay.engine.torchscript.code.Expression.Argument;
import io.assay.engine.torchscript.code.Expression.Call;
import io.assay.engine.torchscript.code.Expression.DictOf;
import io.assay.engine.torchscript.code.Expression.Group;
import io.assay.engine.torchscript.code.Expression.Index;
import io.assay.engine.torchscript.code.Expression.ListOf;
import io.assay.engine.torchscript.code.Expression.Literal;
import io.assay.engine.torchscript.code.Expression.Member;
import io.assay.engine.torchscript.code.Expression.Name;
import io.assay.engine.torchscript.code.Expression.TupleOf;
import io.assay.engine.torchscript.code.Token.Kind;
import io.assay.engine.torchscript.code.Token.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads expressions from the words of one line, by recursive descent. */
final class ExpressionParser {
  private static final int DEEPEST = 200; // brackets within brackets: the stack has an end
  private static final Set<String> WORDS = Set.of("None", "True", "False", "inf", "nan");

  private final List<Token> tokens;
  private int at;
  private int depth;

  ExpressionParser(String code) throws Unknown {
    this.tokens = Token.cut(code);
  }

  Token peek() {
    return tokens.get(at);
  }

  Token next() {
    return tokens.get(peek().kind() == Kind.END ? at : at++);
  }

  boolean sees(String text) {
    return peek().text().equals(text) && peek().kind() != Kind.STRING;
  }

  boolean takes(String text) {
    if (sees(text)) {
      next();
      return true;
    }
    return false;
  }

  void expect(String text) throws Unknown {
    if (!takes(text)) {
      throw new Unknown("'" + peek().text() + "' where " + text + " was expected");
    }
  }

  String name() throws Unknown {
    if (peek().kind() != Kind.NAME) {
      throw new Unknown("'" + peek().text() + "' where a name was expected");
    }
    return next().text();
  }

  void expectEnd() throws Unknown {
    if (peek().kind() != Kind.END) {
      throw new Unknown("'" + peek().text() + "' after the end of what is known");
    }
  }

  /** Reads an expression with all its dots, calls and brackets. */
  Expression expression() throws Unknown {
    if (++depth > DEEPEST) {
      throw new Unknown("brackets " + DEEPEST + " deep");
    }
    Expression whole = primary();
    while (true) {
      if (takes(".")) {
        whole = new Member(whole, name());
      } else if (takes("(")) {
        whole = new Call(whole, arguments());
      } else if (takes("[")) {
        whole = new Index(whole, until("]"));
      } else {
        depth--;
        return whole;
      }
    }
  }

  private Expression primary() throws Unknown {
    if (takes("(")) {
      return parenthesised();
    }
    if (takes("[")) {
      return new ListOf(until("]"));
    }
    if (takes("{")) {
      return dict();
    }
    if (takes("-")) {
      return new Literal("-" + number());
    }
    Token token = next();
    return switch (token.kind()) {
      case NUMBER, STRING -> new Literal(token.text());
      case NAME ->
          WORDS.contains(token.text()) ? new Literal(token.text()) : new Name(token.text());
      default -> throw new Unknown("'" + token.text() + "' where a value was expected");
    };
  }

  private String number() throws Unknown {
    Token token = next();
    if (token.kind() != Kind.NUMBER && !WORDS.contains(token.text())) {
      throw new Unknown("'" + token.text() + "' after a minus");
    }
    return token.text();
  }

  private Expression parenthesised() throws Unknown {
    if (takes(")")) {
      return new TupleOf(List.of());
    }
    Expression first = expression();
    if (takes(")")) {
      return new Group(first);
    }
    expect(",");
    List<Expression> elements = new ArrayList<>(List.of(first));
    elements.addAll(until(")"));
    return new TupleOf(elements);
  }

  private List<Expression> until(String close) throws Unknown {
    List<Expression> elements = new ArrayList<>();
    while (!takes(close)) {
      elements.add(expression());
      if (!sees(close)) {
        expect(",");
      }
    }
    return elements;
  }

  private Expression dict() throws Unknown {
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!takes("}")) {
      keys.add(expression());
      expect(":");
      values.add(expression());
      if (!sees("}")) {
        expect(",");
      }
    }
    return new DictOf(keys, values);
  }

  private List<Argument> arguments() throws Unknown {
    List<Argument> arguments = new ArrayList<>();
    while (!takes(")")) {
      Expression value = expression();
      if (value instanceof Name keyword && takes("=")) {
        arguments.add(new Argument(Optional.of(keyword.text()), expression()));
      } else {
        arguments.add(Argument.of(value));
      }
      if (!sees(")")) {
        expect(",");
      }
    }
    return arguments;
  }

  /** Reads what stands in parentheses after the name of a routine. */
  List<Parameter> parameters() throws Unknown {
    List<Parameter> parameters = new ArrayList<>();
    expect("(");
    while (!takes(")")) {
      String name = name();
      Optional<Expression> type = takes(":") ? Optional.of(expression()) : Optional.empty();
      Optional<Expression> standard = takes("=") ? Optional.of(expression()) : Optional.empty();
      parameters.add(new Parameter(name, type, standard));
      if (!sees(")")) {
        expect(",");
      }
    }
    return parameters;
  }
}
