package io.assay.engine.tree;

/** Why the trees of a model that runs are not taken as trees: in words, without the file. */
final class HiddenTrees extends Exception {
  private static final long serialVersionUID = 1;

  HiddenTrees(String reason) {
    super(reason);
  }
}
