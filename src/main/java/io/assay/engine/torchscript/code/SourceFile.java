package io.assay.engine.torchscript.code;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A file of code, as it is written and as it is understood.
 *
 * @param module its qualified name
 * @param text the whole file
 * @param classes by qualified name
 * @param functions by name in the module
 * @param ends where in the text each class ends
 */
public record SourceFile(
    String module,
    String text,
    Map<String, ClassCode> classes,
    Map<String, Routine> functions,
    Map<String, Integer> ends) {
  /** Returns the text with routines added; what was there stays as it is, letter by letter. */
  String with(Map<String, ? extends Collection<Routine>> methods, List<Routine> further) {
    StringBuilder result = new StringBuilder();
    int done = 0;
    for (Map.Entry<String, Integer> end : ends.entrySet()) { // in the order of the text
      result.append(text, done, end.getValue());
      done = end.getValue();
      Collection<Routine> added = methods.get(end.getKey());
      if (added != null) {
        result.append('\n');
        added.forEach(method -> result.append(method.text("  ")));
        result.setLength(result.length() - 1); // the end of line that follows is the text's own
      }
    }
    result.append(text, done, text.length());
    if (result.length() > 0 && result.charAt(result.length() - 1) != '\n') {
      result.append('\n');
    }
    further.forEach(function -> result.append(function.text("")));
    return result.toString();
  }
}
