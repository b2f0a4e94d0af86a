package io.assay.attribution.tree;

import io.assay.model.AdditiveTrees;
import io.assay.model.ModelSignature;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.CategorySplit;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Forest.Summation;
import io.assay.model.tree.Link;
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.Split;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Forests drawn at random, rows for them, and models made of them. Features are asked again on a
 * path, those numbered 3, 7, 11, ... hold categories, missing values go every way that there is,
 * and rows lie on cuts. The same seed gives the same.
 */
public final class TestForests {
  private static final int CATEGORIES = 6;
  private static final int CUTS = 9;

  private TestForests() {}

  /**
   * One output.
   *
   * @param depth of every tree; 0 for single leaves. The shortest paths are much shorter
   */
  public static Forest of(long seed, int features, int trees, int depth) {
    return ofOutputs(seed, features, trees, depth, 1);
  }

  /** Several outputs: every second tree adds to all of them, the others to one each. */
  public static Forest ofOutputs(long seed, int features, int trees, int depth, int outputs) {
    List<Tree> grown = new ArrayList<>();
    for (int number = 0; number < trees; number++) {
      boolean isWide = number % 2 == 0;
      Growth growth = new Growth(seed * 1000 + number, features, isWide ? outputs : 1);
      grown.add(growth.tree(depth, isWide ? 0 : number / 2 % outputs));
    }
    List<Double> base = IntStream.range(0, outputs).mapToObj(output -> 0.5 - output).toList();
    return new Forest(features, grown, base, Link.IDENTITY, Summation.FLOAT64);
  }

  /** Given trees of one output, with no base score. */
  public static Forest ofTrees(List<Tree> trees, int features) {
    return ofTrees(trees, features, 1);
  }

  /** Given trees of several outputs, with no base scores. */
  public static Forest ofTrees(List<Tree> trees, int features, int outputs) {
    List<Double> base = Collections.nCopies(outputs, 0.0);
    return new Forest(features, trees, base, Link.IDENTITY, Summation.FLOAT64);
  }

  /** The same trees behind a link. */
  public static Forest with(Forest forest, Link link) {
    List<Double> base = IntStream.range(0, forest.outputs()).mapToObj(forest::base).toList();
    return new Forest(forest.features(), forest.trees(), base, link, Summation.FLOAT64);
  }

  /** The trees of both. */
  public static Forest sum(Forest one, Forest other) {
    List<Tree> trees = new ArrayList<>(one.trees());
    trees.addAll(other.trees());
    List<Double> base =
        IntStream.range(0, one.outputs())
            .mapToObj(output -> one.base(output) + other.base(output))
            .toList();
    return new Forest(one.features(), trees, base, one.link(), Summation.FLOAT64);
  }

  /**
   * Rows that lie on cuts as often as not, with known and unknown categories and missing values.
   */
  public static Tensor rows(long seed, int rows, int features) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * features];
    for (int at = 0; at < values.length; at++) {
      double number = isCategory(at % features) ? random.nextInt(-1, CATEGORIES + 2) : cut(random);
      double shift = isCategory(at % features) || random.nextBoolean() ? 0 : 0.1;
      values[at] = random.nextInt(8) == 0 ? Float.NaN : (float) (number + shift);
    }
    return Tensor.of(values, rows, features);
  }

  /** The margins as a model. */
  public static AdditiveTrees model(Forest forest) {
    return new Margins(forest);
  }

  /** What the link makes of the margins, as a model: it is no sum of trees. */
  public static TreeEnsemble linked(Forest forest) {
    return new Linked(forest);
  }

  private static boolean isCategory(int feature) {
    return feature % 4 == 3;
  }

  private static double cut(SplittableRandom random) {
    return 0.25 * (random.nextInt(CUTS) - CUTS / 2);
  }

  private static Tensor outputs(Forest forest, Tensor input, Link link) {
    double[] margins = new double[forest.outputs()];
    double[] all = new double[input.rows() * margins.length];
    for (int row = 0; row < input.rows(); row++) {
      forest.margins(input.values(), row * forest.features(), margins);
      link.apply(margins);
      System.arraycopy(margins, 0, all, row * margins.length, margins.length);
    }
    return Tensor.of(all, input.rows(), margins.length);
  }

  private static ModelSignature signature(Forest forest, Unit unit) {
    List<String> names = IntStream.range(0, forest.outputs()).mapToObj(i -> "f" + i).toList();
    return new ModelSignature(List.of(forest.features()), names, unit);
  }

  /** Returns the tree with two features in each other's place. */
  public static Tree swapped(Tree tree, int one, int other) {
    List<Node> nodes = new ArrayList<>();
    for (int node = 0; node < tree.nodes(); node++) {
      nodes.add(tree.isLeaf(node) ? leaf(tree, node) : inner(tree, node, one, other));
    }
    return Tree.of(nodes, tree.firstOutput());
  }

  private static Node leaf(Tree tree, int node) {
    Double[] values =
        IntStream.range(0, tree.width())
            .mapToObj(place -> tree.value(node, place))
            .toArray(Double[]::new);
    return Node.leaf(tree.cover(node), values);
  }

  private static Node inner(Tree tree, int node, int one, int other) {
    Split split = tree.split(node);
    int feature = split.feature() == one ? other : split.feature() == other ? one : split.feature();
    Split moved =
        split instanceof NumericSplit numeric
            ? new NumericSplit(feature, numeric.cut(), numeric.missing())
            : moved((CategorySplit) split, feature);
    return Node.inner(moved, tree.left(node), tree.right(node), tree.cover(node));
  }

  private static Split moved(CategorySplit split, int feature) {
    return new CategorySplit(feature, split.left(), split.missing(), split.fractions());
  }

  /** Returns the forest and its mirror image, in which two features have changed places. */
  public static Forest symmetric(Forest forest, int one, int other) {
    List<Tree> trees = new ArrayList<>(forest.trees());
    forest.trees().forEach(tree -> trees.add(swapped(tree, one, other)));
    List<Double> base = Collections.nCopies(forest.outputs(), 0.25);
    return new Forest(forest.features(), trees, base, forest.link(), Summation.FLOAT64);
  }

  /** A tree as it grows, from the root down. */
  private static final class Growth {
    private final SplittableRandom random;
    private final int features;
    private final int width;
    private final List<Node> nodes = new ArrayList<>();

    Growth(long seed, int features, int width) {
      this.random = new SplittableRandom(seed);
      this.features = features;
      this.width = width;
    }

    Tree tree(int depth, int firstOutput) {
      grow(depth, 100);
      return Tree.of(nodes, firstOutput);
    }

    /** Grows a subtree of this very depth, and returns its root's number. */
    private int grow(int depth, double cover) {
      int number = nodes.size();
      nodes.add(Node.leaf(cover, leaf()));
      if (depth > 0) {
        double share = 0.1 + 0.8 * random.nextDouble();
        int other = Math.min(depth - 1, random.nextInt(5)); // deep trees stay small
        boolean isLeftDeep = random.nextBoolean();
        int left = grow(isLeftDeep ? depth - 1 : other, share * cover);
        int right = grow(isLeftDeep ? other : depth - 1, (1 - share) * cover);
        nodes.set(number, Node.inner(split(), left, right, cover));
      }
      return number;
    }

    private Double[] leaf() {
      return random.doubles(width, -1, 1).boxed().toArray(Double[]::new);
    }

    private Split split() {
      int feature = random.nextInt(features);
      if (!isCategory(feature)) {
        NumericSplit.Missing[] ways = NumericSplit.Missing.values();
        return NumericSplit.less(feature, cut(random), ways[random.nextInt(ways.length)]);
      }
      BitSet left = BitSet.valueOf(new long[] {random.nextInt(1, (1 << CATEGORIES) - 1)});
      CategorySplit.Missing[] ways = CategorySplit.Missing.values();
      return new CategorySplit(
          feature, left, ways[random.nextInt(ways.length)], CategorySplit.Fractions.TRUNCATED);
    }
  }

  private record Margins(Forest forest) implements AdditiveTrees {
    @Override
    public ModelSignature signature() {
      return TestForests.signature(forest, Unit.RAW);
    }

    @Override
    public Tensor outputs(Tensor input) {
      return TestForests.outputs(forest, input, Link.IDENTITY);
    }

    @Override
    public void close() {}
  }

  private record Linked(Forest forest) implements TreeEnsemble {
    @Override
    public ModelSignature signature() {
      return TestForests.signature(forest, Unit.PROBABILITY);
    }

    @Override
    public Tensor outputs(Tensor input) {
      return TestForests.outputs(forest, input, forest.link());
    }

    @Override
    public void close() {}
  }
}
