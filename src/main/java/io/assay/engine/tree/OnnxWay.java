package io.assay.engine.tree;

import static io.assay.engine.tree.OnnxGraph.DOUBLE;
import static io.assay.engine.tree.OnnxGraph.FLOAT;

import io.assay.engine.tree.OnnxGraph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way from the inputs of a graph through its trees to the output that is explained. What stands
 * beside it is no matter.
 *
 * @param trees the node that has them
 * @param width how many values a row has, 0 if the file does not say
 * @param element the type of the numbers that come in
 */
record OnnxWay(OnnxNode trees, long width, int element) {
  private static final int MOST_STEPS = 100;

  /**
   * Finds the way.
   *
   * @param output the one that is explained; empty for the first of floating-point numbers, else
   *     the first ZipMap
   * @throws HiddenTrees if something else than a cast is on the way
   */
  static OnnxWay of(OnnxGraph graph, Optional<String> output) throws HiddenTrees {
    Map<String, OnnxNode> makers = new HashMap<>();
    graph.nodes().forEach(node -> node.outputs().forEach(name -> makers.put(name, node)));
    String name = back(explained(graph, output, makers), makers);
    OnnxNode trees = makers.get(name);
    if (trees == null || !trees.isTrees()) {
      throw new HiddenTrees(
          "%s comes from %s; need a tree ensemble, at most a Cast, Identity or ZipMap behind it"
              .formatted(name, trees == null ? "outside" : trees.operator()));
    }
    boolean isClassifier = trees.operator().equals("TreeEnsembleClassifier");
    if (trees.outputs().indexOf(name) != (isClassifier ? 1 : 0) || trees.inputs().isEmpty()) {
      throw new HiddenTrees("%s is the label and not the scores".formatted(name));
    }
    return of(graph, trees, makers);
  }

  private static OnnxWay of(OnnxGraph graph, OnnxNode trees, Map<String, OnnxNode> makers)
      throws HiddenTrees {
    String start = back(trees.inputs().get(0), makers);
    OnnxNode before = makers.get(start);
    boolean isConcat = before != null && before.operator().equals("Concat");
    List<String> sources = before != null && isConcat ? before.inputs() : List.of(start);
    List<String> declared = graph.inputs().stream().map(Value::name).toList();
    List<String> found = sources.stream().map(each -> back(each, makers)).toList();
    if (!found.equals(declared)) {
      throw new HiddenTrees(
          "%s before the trees is made of %s; need the inputs %s, in this order"
              .formatted(
                  before == null ? "what comes" : "the " + before.operator(), found, declared));
    }
    long width = 0;
    for (Value each : graph.inputs()) {
      width = each.width() == 0 || width < 0 ? -1 : width + each.width();
    }
    boolean isDouble =
        graph.inputs().get(0).element() == DOUBLE && start.equals(trees.inputs().get(0));
    return new OnnxWay(trees, Math.max(0, width), isDouble ? DOUBLE : FLOAT);
  }

  private static String explained(
      OnnxGraph graph, Optional<String> named, Map<String, OnnxNode> makers) throws HiddenTrees {
    List<Value> asked =
        graph.outputs().stream()
            .filter(value -> named.isEmpty() || value.name().equals(named.get()))
            .toList();
    Optional<Value> scores =
        asked.stream()
            .filter(value -> value.element() == FLOAT || value.element() == DOUBLE)
            .findFirst();
    Optional<Value> maps =
        asked.stream().filter(value -> isZipMap(makers.get(value.name()))).findFirst();
    return scores
        .or(() -> maps)
        .map(Value::name)
        .orElseThrow(() -> new HiddenTrees("no output of it gives floating-point numbers"));
  }

  private static boolean isZipMap(@Nullable OnnxNode node) {
    return node != null && node.operator().equals("ZipMap");
  }

  /** Returns what a value is before it was cast, named otherwise or put into maps. */
  private static String back(String name, Map<String, OnnxNode> makers) {
    String at = name;
    for (int step = 0; step < MOST_STEPS; step++) { // a damaged graph may go in circles
      OnnxNode node = makers.get(at);
      if (node == null || !isPlain(node)) {
        return at;
      }
      at = node.inputs().get(0);
    }
    return at;
  }

  private static boolean isPlain(OnnxNode node) {
    boolean keeps =
        switch (node.operator()) {
          case "Identity", "ZipMap" -> true;
          case "Cast" -> {
            long to = node.attributes().number("to", 0);
            yield to == FLOAT || to == DOUBLE;
          }
          default -> false;
        };
    return keeps && node.inputs().size() == 1;
  }
}
