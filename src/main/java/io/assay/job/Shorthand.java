package io.assay.job;

import io.assay.attribution.catalog.MethodEntry;
import io.assay.global.catalog.GlobalCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Writes the short forms of a job file out in full, so that overrides can reach into them, and the
 * other names of methods as their keys.
 *
 * @param shelf the methods that may be named
 */
record Shorthand(List<MethodEntry<?>> shelf) {
  /** Blocks that may be written as their kind alone. */
  private static final List<String> KINDS = List.of("baseline", "masking");

  /** Turns {@code baseline: zeros}, {@code masking: inpaint}, {@code - saliency} into blocks. */
  YamlNode.Block expand(YamlNode.Block job) {
    YamlNode.Block expanded = job;
    for (String key : KINDS) {
      if (job.entries().get(key) instanceof YamlNode.Scalar kind && !kind.isNull()) {
        expanded = expanded.with(key, new YamlNode.Block(Map.of("kind", kind), kind.where()));
      }
    }
    if (job.entries().get("input") instanceof YamlNode.Block input
        && input.entries().get("rows") instanceof YamlNode.Scalar rows
        && rows.text().equals("all")) {
      YamlNode all = new YamlNode.Block(Map.of(), rows.where());
      expanded = expanded.with("input", input.with("rows", all));
    }
    expanded = items(expanded, "methods", this::method);
    return items(expanded, "global", Shorthand::global);
  }

  private static YamlNode.Block items(
      YamlNode.Block job, String key, UnaryOperator<YamlNode> inFull) {
    if (!(job.entries().get(key) instanceof YamlNode.Items items)) {
      return job;
    }
    List<YamlNode> nodes = new ArrayList<>();
    items.nodes().forEach(node -> nodes.add(inFull.apply(node)));
    return job.with(key, new YamlNode.Items(nodes, items.where()));
  }

  /** Returns a method under its key, with options or none. */
  YamlNode method(YamlNode node) {
    return inFull(node, this::key);
  }

  /** Returns a global method under its key, with options or none. */
  static YamlNode global(YamlNode node) {
    return inFull(node, Shorthand::globalKey);
  }

  private static YamlNode inFull(YamlNode node, UnaryOperator<String> key) {
    if (node instanceof YamlNode.Scalar name && !name.isNull()) {
      YamlNode nothing = new YamlNode.Block(Map.of(), name.where());
      return new YamlNode.Block(Map.of(key.apply(name.text()), nothing), name.where());
    }
    if (node instanceof YamlNode.Block block && block.entries().size() == 1) {
      Map.Entry<String, YamlNode> entry = block.entries().entrySet().iterator().next();
      return new YamlNode.Block(Map.of(key.apply(entry.getKey()), entry.getValue()), block.where());
    }
    return node;
  }

  /** Returns the key of a global method of any of its names; a name that none has stays. */
  static String globalKey(String name) {
    return GlobalCatalog.find(name).map(entry -> entry.info().key()).orElse(name);
  }

  /** Returns the key of a method of any of its names; a name that no method has stays. */
  String key(String name) {
    return shelf.stream()
        .filter(entry -> entry.answersTo(name))
        .map(entry -> entry.info().key())
        .findFirst()
        .orElse(name);
  }
}
