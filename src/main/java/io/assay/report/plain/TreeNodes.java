package io.assay.report.plain;

import static io.assay.report.number.Numbers.count;
import static io.assay.report.number.Numbers.percent;
import static io.assay.report.number.Numbers.rounded;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A node of a surrogate tree.
 *
 * @param question the last one on the way to it
 */
record TreeNodes(int id, int depth, String question, double score, double share, String asks) {
  /** Returns the table of the first tree. */
  static List<PlainTable> table(List<String> trees) {
    if (trees.isEmpty()) {
      return List.of();
    }
    JsonObject tree = JsonParser.parseString(trees.get(0)).getAsJsonObject();
    JsonObject fidelity = tree.getAsJsonObject("fidelity");
    List<TreeNodes> nodes = nodes(tree);
    String caption =
        "Surrogate tree of %s: R2 %s (%s to %s) on %s rows held out"
            .formatted(
                tree.get("target").getAsString(),
                rounded(number(fidelity, "r2")),
                rounded(number(fidelity, "r2_low")),
                rounded(number(fidelity, "r2_high")),
                count((long) number(tree, "held_out_rows")));
    return new PlainTable.Builder<TreeNodes>()
        .number("Node", node -> count(node.id()))
        .name("Where", TreeNodes::question)
        .number("Depth", node -> count(node.depth()))
        .number("Score", node -> rounded(node.score()))
        .number("Of the rows", node -> percent(node.share()))
        .text("Asks about", TreeNodes::asks)
        .table(caption, nodes, nodes.size(), "the run\u2019s surrogate-TARGET.txt");
  }

  private static List<TreeNodes> nodes(JsonObject tree) {
    Map<Integer, String> questions = new HashMap<>();
    List<TreeNodes> nodes = new ArrayList<>();
    for (JsonElement each : tree.getAsJsonArray("nodes")) {
      JsonObject node = each.getAsJsonObject();
      boolean asks = node.has("left") && !node.get("left").isJsonNull();
      if (asks) {
        questions.put(node.get("left").getAsInt(), node.get("left_if").getAsString());
        questions.put(node.get("right").getAsInt(), node.get("right_if").getAsString());
      }
      int id = node.get("id").getAsInt();
      nodes.add(
          new TreeNodes(
              id,
              node.get("depth").getAsInt(),
              questions.getOrDefault(id, "all rows"),
              number(node, "prediction"),
              number(node, "share"),
              asks ? node.get("feature").getAsString() : ""));
    }
    return nodes;
  }

  private static double number(JsonObject object, String name) {
    JsonElement found = object.get(name);
    return found == null || found.isJsonNull() ? Double.NaN : found.getAsDouble();
  }
}
