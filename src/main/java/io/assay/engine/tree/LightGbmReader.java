package io.assay.engine.tree;

import io.assay.engine.tree.LightGbmHeader.End;
import io.assay.engine.tree.LightGbmHeader.Result;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Forest.Summation;
import io.assay.model.tree.Node;
import io.assay.model.tree.Tree;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a LightGBM model text line by line: a header, trees, and much that nobody needs. */
final class LightGbmReader {
  private static final String FIRST_LINE = "tree";
  private static final String TREE = "Tree=";
  private static final String END = "end of trees";
  private static final Set<String> AFTER_TREES =
      Set.of(END, "feature importances:", "feature_importances:", "parameters:");

  private final Path file;
  private final BufferedReader lines;
  private @Nullable String line;

  LightGbmReader(Path file, BufferedReader lines) {
    this.file = file;
    this.lines = lines;
  }

  /**
   * Reads the trees, as far as the end of the last one.
   *
   * @throws io.assay.AssayException MODEL_UNREADABLE if the text is none of LightGBM's, cut short
   *     or damaged
   */
  Forest read() throws IOException {
    LightGbmHeader header = LightGbmHeader.of(headerLines());
    List<Tree> trees = new ArrayList<>();
    boolean isWhole = header.trees().isPresent();
    while (line != null && line.startsWith(TREE)) {
      LightGbmSection section = new LightGbmSection(file, TREE + trees.size());
      readTree(section);
      trees.add(LightGbmTree.of(section, header.features(), trees.size() % header.outputs()));
      isWhole = header.trees().isPresent() && section.has("shrinkage");
    }
    checkEnd(header, trees.size(), isWhole);
    return new Forest(
        header.features(),
        header.result() == Result.SUM ? trees : divided(trees, trees.size() / header.outputs()),
        Collections.nCopies(header.outputs(), 0.0),
        header.link(),
        Summation.FLOAT64);
  }

  private LightGbmSection headerLines() throws IOException {
    LightGbmSection header = new LightGbmSection(file, "the header");
    checkFirstLine(header);
    for (next(); line != null && !line.startsWith(TREE) && !isAfterTrees(); next()) {
      int equals = line.indexOf('=');
      header.add(
          equals < 0 ? line : line.substring(0, equals),
          equals < 0 ? "" : line.substring(equals + 1));
    }
    return header;
  }

  /** Looks at few characters, lest another program's file is taken for one long line. */
  private void checkFirstLine(LightGbmSection header) throws IOException {
    char[] start = new char[FIRST_LINE.length() + 1];
    int length = 0;
    for (int read = 0; read >= 0 && length < start.length; length += Math.max(read, 0)) {
      read = lines.read(start, length, start.length - length);
    }
    String found = new String(start, 0, length);
    if (length == start.length && found.startsWith(FIRST_LINE) && found.endsWith("\r")) {
      return;
    }
    if (!found.equals(FIRST_LINE + "\n")) {
      throw header.unreadable(
          found.isEmpty()
              ? "there is nothing: the file is empty"
              : "the first line begins with %s; need the line 'tree', with which LightGBM's text"
                  + " models begin (no JSON dump, no pickle)",
          LightGbmSection.quoted(found.stripTrailing()));
    }
  }

  private void readTree(LightGbmSection section) throws IOException {
    for (next(); line != null && !line.startsWith(TREE) && !isAfterTrees(); next()) {
      int equals = line.indexOf('=');
      if (equals < 0) {
        throw section.unreadable(
            "there is the line %s; need key=value", LightGbmSection.quoted(line));
      }
      String key = line.substring(0, equals);
      if (LightGbmTree.KEYS.contains(key)) {
        section.add(key, line.substring(equals + 1));
      }
    }
  }

  private void checkEnd(LightGbmHeader header, int trees, boolean isWhole) {
    LightGbmSection end = new LightGbmSection(file, "the end");
    if (line == null && !(isWhole && header.end() == End.MAY_BE_MISSING)) {
      throw end.unreadable("the line '%s' is missing after %d trees", END, trees);
    }
    if (trees != header.trees().orElse(trees)) {
      throw end.unreadable(
          "there are %d trees; need %d, as many as tree_sizes has values",
          trees, header.trees().orElse(trees));
    }
    if (trees % header.outputs() != 0) {
      throw end.unreadable(
          "there are %d trees; need a multiple of num_tree_per_iteration, %d",
          trees, header.outputs());
    }
  }

  /** Goes to the next line that is not blank; null at the end of the file. */
  private void next() throws IOException {
    do {
      line = lines.readLine();
    } while (line != null && line.isBlank());
  }

  private boolean isAfterTrees() {
    return line != null && AFTER_TREES.contains(line.strip());
  }

  private static List<Tree> divided(List<Tree> trees, int iterations) {
    return trees.stream().map(tree -> divided(tree, iterations)).toList();
  }

  private static Tree divided(Tree tree, int iterations) {
    List<Node> nodes = new ArrayList<>(tree.nodes());
    for (int node = 0; node < tree.nodes(); node++) {
      nodes.add(
          tree.isLeaf(node)
              ? Node.leaf(tree.cover(node), tree.value(node, 0) / iterations)
              : Node.inner(tree.split(node), tree.left(node), tree.right(node), tree.cover(node)));
    }
    return Tree.of(nodes, tree.firstOutput());
  }
}
