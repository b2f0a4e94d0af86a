package io.assay.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the short forms of a job file out in full, so that overrides can reach into them. */
final class Shorthand {
  private Shorthand() {}

  /** Turns {@code baseline: zeros} and {@code - saliency} into blocks. */
  static YamlNode.Block expand(YamlNode.Block job) {
    YamlNode.Block expanded = job;
    if (job.entries().get("baseline") instanceof YamlNode.Scalar kind && !kind.isNull()) {
      expanded = expanded.with("baseline", new YamlNode.Block(Map.of("kind", kind), kind.where()));
    }
    if (job.entries().get("methods") instanceof YamlNode.Items methods) {
      List<YamlNode> nodes = new ArrayList<>();
      methods.nodes().forEach(node -> nodes.add(method(node)));
      expanded = expanded.with("methods", new YamlNode.Items(nodes, methods.where()));
    }
    return expanded;
  }

  private static YamlNode method(YamlNode node) {
    if (!(node instanceof YamlNode.Scalar key) || key.isNull()) {
      return node;
    }
    YamlNode nothing = new YamlNode.Block(Map.of(), key.where());
    return new YamlNode.Block(Map.of(key.text(), nothing), key.where());
  }
}
