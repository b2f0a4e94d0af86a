package io.assay.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Changes single values of a job from the command line: {@code input.path=data/new}, {@code
 * methods[0].kernel-shap.budget=256}, {@code methods.kernel-shap.budget=256}. The value is YAML. A
 * key that holds a dot stands in double quotes.
 */
final class Overrides {
  private static final Pattern STEP = Pattern.compile("\"([^\"]+)\"|([^.\\[\\]\"]+)|\\[(\\d+)]");

  private final String path;
  private final List<String> steps;
  private final YamlNode value;
  private final Problems problems;

  private Overrides(String path, List<String> steps, YamlNode value, Problems problems) {
    this.path = path;
    this.steps = steps;
    this.value = value;
    this.problems = problems;
  }

  /** Returns the job with one override applied; what is wrong with it is noted as a problem. */
  static YamlNode.Block apply(
      YamlNode.Block job, String override, Shorthand shorthand, Problems problems) {
    int equals = override.indexOf('=');
    String path = equals < 0 ? override : override.substring(0, equals).strip();
    String where = "--set " + path;
    List<String> steps = byKey(steps(path), shorthand);
    if (equals < 0 || steps.isEmpty()) {
      problems.add(path, where, "is no override; need key=value, such as input.path=data/new");
      return job;
    }
    YamlNode value =
        YamlParser.parse(override.substring(equals + 1), line -> where, problems)
            .orElse(new YamlNode.Scalar("", YamlNode.Style.PLAIN, where));
    YamlNode changed = new Overrides(path, steps, value, problems).at(job, 0);
    return changed instanceof YamlNode.Block block ? block : job;
  }

  private static List<String> steps(String path) {
    List<String> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path);
    int end = 0;
    while (matcher.find()) {
      String between = path.substring(end, matcher.start());
      if (!between.isEmpty() && !between.equals(".")) {
        return List.of();
      }
      steps.add(matcher.group().replaceAll("[\"\\[\\]]", ""));
      end = matcher.end();
    }
    return end == path.length() ? steps : List.of();
  }

  /** A method may be reached by any of its names, as an item or inside one. */
  private static List<String> byKey(List<String> steps, Shorthand shorthand) {
    List<String> byKey = new ArrayList<>(steps);
    boolean isMethod = !steps.isEmpty() && steps.get(0).equals("methods");
    if (steps.size() > 1 && (isMethod || steps.get(0).equals("global"))) {
      int name = isNumber(steps.get(1)) ? 2 : 1;
      if (name < steps.size()) {
        String given = steps.get(name);
        byKey.set(name, isMethod ? shorthand.key(given) : Shorthand.globalKey(given));
      }
    }
    return byKey;
  }

  private static boolean isNumber(String step) {
    return step.matches("\\d{1,9}");
  }

  private YamlNode at(@Nullable YamlNode node, int depth) {
    if (depth == steps.size()) {
      return value;
    }
    String step = steps.get(depth);
    if (node == null || YamlNode.isNull(node)) {
      return new YamlNode.Block(Map.of(step, at(null, depth + 1)), value.where());
    }
    if (node instanceof YamlNode.Block block) {
      return block.with(step, at(block.entries().get(step), depth + 1));
    }
    if (node instanceof YamlNode.Items items) {
      return item(items, step, depth);
    }
    return refuse(node, "cannot reach into " + node.describe());
  }

  private YamlNode item(YamlNode.Items items, String step, int depth) {
    Optional<Integer> keyed = keyed(items, step);
    if (keyed.isEmpty() && !isNumber(step)) {
      return refuse(items, "finds no item " + step + " in the list");
    }
    int index = keyed.orElseGet(() -> Integer.parseInt(step));
    List<YamlNode> nodes = new ArrayList<>(items.nodes());
    if (index > nodes.size()) {
      return refuse(items, "names item " + index + "; the list has " + nodes.size());
    }
    YamlNode old = index < nodes.size() ? nodes.get(index) : null;
    YamlNode changed = at(old, keyed.isPresent() ? depth : depth + 1);
    if (old == null) {
      nodes.add(changed);
    } else {
      nodes.set(index, changed);
    }
    return new YamlNode.Items(nodes, items.where());
  }

  /** A list of blocks with one key each, such as the methods, can be reached by that key. */
  private static Optional<Integer> keyed(YamlNode.Items items, String step) {
    for (int i = 0; i < items.nodes().size(); i++) {
      if (items.nodes().get(i) instanceof YamlNode.Block block
          && block.entries().size() == 1
          && block.entries().containsKey(step)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private YamlNode refuse(YamlNode node, String text) {
    problems.add(path, value.where(), text);
    return node;
  }
}
