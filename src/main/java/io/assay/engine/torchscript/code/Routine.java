package io.assay.engine.torchscript.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A method, whose first parameter is the object, or a function.
 *
 * @param name without the class or module
 * @param parameters in order
 * @param returns the declared type of what comes back
 * @param body the statements
 * @param line of its file where it begins, from 1; 0 if it was made up
 */
public record Routine(
    String name,
    List<Parameter> parameters,
    Optional<Expression> returns,
    List<Statement> body,
    int line) {
  /** Copies the lists. */
  public Routine {
    parameters = List.copyOf(parameters);
    body = List.copyOf(body);
  }

  /** Returns this routine under another name with further parameters from a place on. */
  public Routine renamed(String other, int place, List<Parameter> further) {
    List<Parameter> all = new ArrayList<>(parameters);
    all.addAll(place, further);
    return new Routine(other, all, returns, body, line);
  }

  /** Returns this routine with another body. */
  public Routine withBody(List<Statement> other) {
    return new Routine(name, parameters, returns, other, line);
  }

  /** Returns what is kept unread inside, in order. */
  public List<Statement.Opaque> unread() {
    List<Statement.Opaque> found = new ArrayList<>();
    Statement.expandAll(
        body,
        statement -> {
          if (statement instanceof Statement.Opaque opaque) {
            found.add(opaque);
          }
          return List.of(statement);
        });
    return found;
  }

  /** Returns the text as libtorch writes it, with an end of line. */
  public String text(String indent) {
    StringBuilder text = new StringBuilder(indent).append("def ").append(name).append('(');
    text.append(parameters.stream().map(Parameter::text).collect(Collectors.joining(",\n    ")));
    text.append(')');
    returns.ifPresent(type -> text.append(" -> ").append(type.text()));
    text.append(":\n");
    Statement.writeAll(body, text, indent + "  ");
    return text.toString();
  }
}
