package io.assay.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads YAML 1.2 strictly: one document, no duplicate keys, keys are text, no tags of one's own, no
 * aliases of lists or blocks.
 */
final class YamlParser {
  private static final Set<String> TAGS =
      Set.of("str", "int", "float", "bool", "null", "seq", "map");
  private static final String STANDARD = "tag:yaml.org,2002:";

  private final IntFunction<String> places;
  private final Problems problems;

  private YamlParser(IntFunction<String> places, Problems problems) {
    this.places = places;
    this.problems = problems;
  }

  /** Parses a text whose places are its lines. */
  static Optional<YamlNode> parse(String text, Problems problems) {
    return parse(text, line -> "line " + line, problems);
  }

  /**
   * Parses a text.
   *
   * @param places names a place from its line number, counted from 1
   * @return nothing if the text holds no document, or if it is broken, which is then a problem
   */
  static Optional<YamlNode> parse(String text, IntFunction<String> places, Problems problems) {
    YamlParser parser = new YamlParser(places, problems);
    LoadSettings settings =
        LoadSettings.builder().setMaxAliasesForCollections(0).setUseMarks(true).build();
    try {
      return new Compose(settings).composeString(text).map(node -> parser.convert(node, ""));
    } catch (MarkedYamlEngineException e) {
      problems.add("", parser.place(e.getProblemMark()), "is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      problems.add("", "", "is not YAML that is accepted here: " + e.getMessage());
    }
    return Optional.empty();
  }

  private YamlNode convert(Node node, String path) {
    String where = place(node.getStartMark());
    String tag = node.getTag().getValue();
    if (!tag.startsWith(STANDARD) || !TAGS.contains(tag.substring(STANDARD.length()))) {
      problems.add(path, where, "bears the tag " + tag + "; tags are not allowed");
    }
    if (node instanceof MappingNode mapping) {
      return block(mapping, path, where);
    }
    if (node instanceof SequenceNode sequence) {
      return items(sequence, path, where);
    }
    ScalarNode scalar = (ScalarNode) node;
    boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
    return new YamlNode.Scalar(
        scalar.getValue(), plain ? YamlNode.Style.PLAIN : YamlNode.Style.QUOTED, where);
  }

  private YamlNode items(SequenceNode sequence, String path, String where) {
    List<YamlNode> nodes = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      nodes.add(convert(item, path + "[" + nodes.size() + "]"));
    }
    return new YamlNode.Items(nodes, where);
  }

  private YamlNode block(MappingNode mapping, String path, String where) {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      String line = place(entry.getKeyNode().getStartMark());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        problems.add(path, line, "has a key that is a list or a block; keys are text");
        continue;
      }
      String below = Problems.join(path, key.getValue());
      YamlNode value = convert(entry.getValueNode(), below);
      YamlNode earlier = entries.putIfAbsent(key.getValue(), value);
      if (earlier != null) {
        problems.add(below, line, "stands twice, first at " + earlier.where() + "; keep one");
      }
    }
    return new YamlNode.Block(entries, where);
  }

  private String place(Optional<Mark> mark) {
    return mark.map(at -> places.apply(at.getLine() + 1)).orElse("");
  }
}
