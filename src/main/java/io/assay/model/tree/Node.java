package io.assay.model.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node as a file tells of it: a question and two children, or a leaf and its values.
 *
 * @param split the question; null of a leaf
 * @param left the number of the left child; read of an inner node alone
 * @param right the number of the right child; read of an inner node alone
 * @param cover how much of the training data came here, in any unit that a tree keeps to; NaN where
 *     the file does not say
 * @param values what a leaf adds to the outputs of its tree; empty of an inner node
 */
public record Node(@Nullable Split split, int left, int right, double cover, List<Double> values) {
  /** Copies the list. */
  public Node {
    values = List.copyOf(values);
  }

  /** An inner node. */
  public static Node inner(Split split, int left, int right, double cover) {
    return new Node(split, left, right, cover, List.of());
  }

  /** A leaf. */
  public static Node leaf(double cover, Double... values) {
    return new Node(null, -1, -1, cover, List.of(values));
  }
}
