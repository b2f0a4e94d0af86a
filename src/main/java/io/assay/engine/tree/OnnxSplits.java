package io.assay.engine.tree;

import io.assay.model.tree.CategorySplit;
import io.assay.model.tree.CategorySplit.Fractions;
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.NumericSplit.Missing;
import io.assay.model.tree.Split;
import java.util.BitSet;
import java.util.List;

/**
 * The questions of ONNX nodes. ONNX sends a row to the true child where {@code value mode number}
 * holds; NaN goes there too where the node says so, and else wherever the comparison with NaN sends
 * it. Where ours is the other way round, children change places.
 */
final class OnnxSplits {
  private static final int LARGEST_CATEGORY = (1 << 16) - 1;
  private static final double LARGEST = Math.nextDown(Double.MAX_VALUE);

  /** How a value is compared, in the order of their numbers in {@code TreeEnsemble}. */
  enum Mode {
    BRANCH_LEQ,
    BRANCH_LT,
    BRANCH_GTE,
    BRANCH_GT,
    BRANCH_EQ,
    BRANCH_NEQ,
    BRANCH_MEMBER;

    /**
     * Returns the mode of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Mode of(String name) {
      for (Mode mode : values()) {
        if (mode.name().equals(name)) {
          return mode;
        }
      }
      throw new IllegalArgumentException("a node has the unknown mode " + name);
    }

    /**
     * Returns the mode of a number.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Mode of(double number) {
      int place = (int) number;
      if (place != number || place < 0 || place >= values().length) {
        throw new IllegalArgumentException("a node has the unknown mode " + number);
      }
      return values()[place];
    }
  }

  /**
   * An inner node of a file.
   *
   * @param feature the position in a row
   * @param mode how its value is compared
   * @param number with what; unused by members
   * @param members the set of a member node
   * @param missing whether NaN goes to the true child in any case
   */
  record Question(int feature, Mode mode, double number, List<Double> members, Missing missing) {
    /** Copies the list. */
    Question {
      members = List.copyOf(members);
    }
  }

  private OnnxSplits() {}

  /**
   * Returns an inner node.
   *
   * @param yes the number of the true child
   * @param no the number of the false child
   * @throws HiddenTrees if it compares with categories that are no whole numbers
   */
  static Node node(Question question, int yes, int no, double cover) throws HiddenTrees {
    boolean isTrueLeft =
        switch (question.mode()) {
          case BRANCH_LEQ, BRANCH_LT, BRANCH_EQ, BRANCH_MEMBER -> true;
          case BRANCH_GTE, BRANCH_GT, BRANCH_NEQ -> false;
        };
    return Node.inner(split(question), isTrueLeft ? yes : no, isTrueLeft ? no : yes, cover);
  }

  private static Split split(Question question) throws HiddenTrees {
    int feature = question.feature();
    double number = finite(question.number());
    return switch (question.mode()) {
      case BRANCH_LEQ -> NumericSplit.atMost(feature, number, question.missing());
      case BRANCH_LT -> NumericSplit.less(feature, number, question.missing());
      case BRANCH_GTE -> NumericSplit.less(feature, number, opposite(question.missing()));
      case BRANCH_GT -> NumericSplit.atMost(feature, number, opposite(question.missing()));
      case BRANCH_EQ -> categories(feature, question.missing(), List.of(number));
      case BRANCH_NEQ -> categories(feature, Missing.RIGHT, List.of(number)); // NaN is not equal
      case BRANCH_MEMBER -> categories(feature, question.missing(), question.members());
    };
  }

  /** Returns the largest number in place of an infinite one: what sends all values one way. */
  private static double finite(double number) {
    return Double.isInfinite(number) ? Math.copySign(LARGEST, number) : number;
  }

  private static Missing opposite(Missing missing) {
    return missing == Missing.LEFT ? Missing.RIGHT : Missing.LEFT;
  }

  private static Split categories(int feature, Missing missing, List<Double> numbers)
      throws HiddenTrees {
    BitSet set = new BitSet();
    for (double number : numbers) {
      if (!(number >= 0 && number <= LARGEST_CATEGORY && number == Math.rint(number))) {
        throw new HiddenTrees(
            "a node asks whether feature %d equals %s; need a whole number from 0 to %d"
                .formatted(feature, number, LARGEST_CATEGORY));
      }
      set.set((int) number);
    }
    return new CategorySplit(
        feature,
        set,
        missing == Missing.LEFT ? CategorySplit.Missing.LEFT : CategorySplit.Missing.RIGHT,
        Fractions.UNKNOWN);
  }
}
