package io.assay.global.surrogate;

import io.assay.global.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tree as programs draw it. */
final class TreeJson {
  private TreeJson() {}

  /** Returns the tree as JSON; the nodes stand in the order of their numbers, the root first. */
  static String of(GrownTree grown, Questions questions) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", "tree-surrogate");
    json.put("target", grown.target());
    json.put("unit", grown.unit());
    json.put("leaves", grown.tree().leaves());
    json.put("training_rows", grown.trainingRows());
    json.put("held_out_rows", grown.fidelity().rows());
    json.put("queries", grown.queries());
    json.put("fidelity", fidelity(grown));
    json.put("r2_by_leaves", grown.byLeaves());
    List<Object> nodes = new ArrayList<>();
    for (TreeNode node : grown.tree().nodes()) {
      nodes.add(node(node, grown, questions));
    }
    json.put("nodes", nodes);
    return JsonText.of(json);
  }

  private static Map<String, Object> fidelity(GrownTree grown) {
    Map<String, Object> json = new LinkedHashMap<>();
    put(json, "r2", grown.fidelity().r2());
    put(json, "mean_abs_error", grown.fidelity().meanAbsError());
    if (grown.decides()) {
      put(json, "agreement", grown.fidelity().agreement());
    }
    return json;
  }

  private static void put(Map<String, Object> json, String name, Estimate estimate) {
    json.put(name, estimate.value());
    json.put(name + "_low", estimate.low());
    json.put(name + "_high", estimate.high());
  }

  private static Map<String, @Nullable Object> node(
      TreeNode node, GrownTree grown, Questions questions) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", node.id());
    json.put("parent", node.parent() < 0 ? null : node.parent());
    json.put("depth", node.depth());
    json.put("rows", node.rows());
    json.put("share", node.share());
    json.put("prediction", node.prediction());
    json.put("deviation", node.deviation());
    if (grown.decides()) {
      json.put("wins", node.wins());
    }
    if (!node.isLeaf()) {
      json.put("left", node.left());
      json.put("right", node.right());
      json.put("order", node.order());
      json.put("feature", questions.feature(node));
      json.put("threshold", node.threshold());
      json.put("missing", node.missingLeft() ? "left" : "right");
      json.put("left_if", questions.left(node));
      json.put("right_if", questions.right(node));
      json.put("explained", node.explained());
      json.put("queries", node.queries());
    }
    return json;
  }
}
