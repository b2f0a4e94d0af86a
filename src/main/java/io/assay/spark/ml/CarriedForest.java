package io.assay.spark.ml;

import io.assay.model.tree.CategorySplit;
import io.assay.model.tree.CategorySplit.Fractions;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Forest.Summation;
import io.assay.model.tree.Link;
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.Split;
import io.assay.model.tree.Tree;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * A forest of Spark's that travels inside a program: 20 bytes a node and 8 a value of a leaf,
 * behind the number of the format.
 */
final class CarriedForest implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int FORMAT = 1;
  private static final int LEAF = -1;

  private final double scale;
  private transient Forest forest;

  /**
   * Takes the trees of a model.
   *
   * @param features how many values a row has
   * @param trees in Spark's order
   * @param outputs how many there are
   * @param scale of the logistic link; 0 without a link
   * @throws IllegalArgumentException if a tree does not fit
   */
  CarriedForest(int features, List<Tree> trees, int outputs, double scale) {
    this.scale = scale;
    this.forest = forest(features, trees, outputs, scale);
  }

  private static Forest forest(int features, List<Tree> trees, int outputs, double scale) {
    Link link = scale == 0 ? Link.IDENTITY : Link.logistic(scale);
    List<Double> base = Collections.nCopies(outputs, 0.0);
    return new Forest(features, trees, base, link, Summation.FLOAT64);
  }

  /** Returns the forest, always the same one. */
  Forest forest() {
    return forest;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    out.writeInt(FORMAT);
    out.writeInt(forest.features());
    out.writeInt(forest.outputs());
    out.writeInt(forest.trees().size());
    for (Tree tree : forest.trees()) {
      out.writeInt(tree.nodes());
      for (int node = 0; node < tree.nodes(); node++) {
        write(tree, node, out);
      }
    }
  }

  private static void write(Tree tree, int node, ObjectOutputStream out) throws IOException {
    out.writeDouble(tree.cover(node));
    if (tree.isLeaf(node)) {
      out.writeInt(LEAF);
      for (int place = 0; place < tree.width(); place++) {
        out.writeDouble(tree.value(node, place));
      }
      return;
    }
    Split split = tree.split(node);
    out.writeInt(split.feature());
    out.writeInt(tree.right(node));
    if (split instanceof CategorySplit categories) {
      out.writeBoolean(true);
      out.writeObject(categories.left());
    } else {
      out.writeBoolean(false);
      out.writeDouble(((NumericSplit) split).cut());
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    int format = in.readInt();
    if (format != FORMAT) {
      throw new InvalidObjectException(
          "its trees have the format %d; need %d: run the driver and the executors with the same"
                  .formatted(format, FORMAT)
              + " jar");
    }
    int features = in.readInt();
    int outputs = in.readInt();
    int count = in.readInt();
    List<Tree> trees = new ArrayList<>(count);
    for (int tree = 0; tree < count; tree++) {
      int nodes = in.readInt();
      List<Node> all = new ArrayList<>(nodes);
      for (int node = 0; node < nodes; node++) {
        all.add(read(node, outputs, in));
      }
      trees.add(Tree.of(all, 0));
    }
    forest = forest(features, trees, outputs, scale);
  }

  private static Node read(int node, int outputs, ObjectInputStream in)
      throws IOException, ClassNotFoundException {
    double cover = in.readDouble();
    int feature = in.readInt();
    if (feature == LEAF) {
      Double[] values = new Double[outputs];
      for (int place = 0; place < outputs; place++) {
        values[place] = in.readDouble();
      }
      return Node.leaf(cover, values);
    }
    int right = in.readInt();
    Split split =
        in.readBoolean()
            ? categories(feature, (BitSet) in.readObject())
            : NumericSplit.less(feature, in.readDouble(), NumericSplit.Missing.RIGHT);
    return Node.inner(split, node + 1, right, cover); // nodes come left before right
  }

  /** Returns the question whether a category is one of a set, as Spark asks it. */
  static CategorySplit categories(int feature, BitSet left) {
    return new CategorySplit(feature, left, CategorySplit.Missing.RIGHT, Fractions.UNKNOWN);
  }
}
