package io.assay.model.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {
  /** x0 < 1: 10; else x1 < 2: 20, else 30; the file has its nodes in another order. */
  private static Tree crooked() {
    return Tree.of(
        List.of(
            inner(0, 1, 4, 2, 9),
            Node.leaf(1, 30.0),
            inner(1, 2, 3, 1, 6),
            Node.leaf(5, 20.0),
            Node.leaf(3, 10.0),
            Node.leaf(Double.POSITIVE_INFINITY, Double.NaN, 1.0)),
        1);
  }

  private static Node inner(int feature, double cut, int left, int right, double cover) {
    return Node.inner(
        NumericSplit.less(feature, cut, NumericSplit.Missing.LEFT), left, right, cover);
  }

  @Test
  void nodesAreNumberedDownwardsWithTheLeftSubtreeFirst() {
    Tree tree = crooked();

    assertThat(tree.nodes()).isEqualTo(5);
    assertThat(List.of(tree.left(0), tree.right(0), tree.left(2), tree.right(2)))
        .containsExactly(1, 2, 3, 4);
    assertThat(List.of(tree.cover(0), tree.cover(1), tree.cover(2), tree.cover(3), tree.cover(4)))
        .containsExactly(9.0, 3.0, 6.0, 5.0, 1.0);
    assertThat(List.of(tree.value(1, 0), tree.value(3, 0), tree.value(4, 0)))
        .containsExactly(10.0, 20.0, 30.0);
    assertThat(tree.split(2).feature()).isEqualTo(1);
    assertThat(tree.depth()).isEqualTo(2);
    assertThat(tree.firstOutput()).isEqualTo(1);
    assertThat(tree.width()).isEqualTo(1);
  }

  @Test
  void aRowComesToOneLeaf() {
    Tree tree = crooked();
    float[] rows = {7, 0, 7, 1, 1, 1, 2};

    assertThat(tree.leafOf(rows, 1)).isEqualTo(1);
    assertThat(tree.leafOf(rows, 3)).isEqualTo(3);
    assertThat(tree.leafOf(rows, 5)).isEqualTo(4);
  }

  @Test
  void sharesAreRatiosOfCovers() {
    Tree tree = crooked();

    assertThat(tree.share(0, 1)).isEqualTo(3.0 / 9);
    assertThat(tree.share(0, 2)).isEqualTo(6.0 / 9);
    assertThat(tree.share(2, 4)).isEqualTo(1.0 / 6);
  }

  @Test
  void whereNothingCameSharesAreHalves() {
    Tree tree = Tree.of(List.of(inner(0, 1, 1, 2, 0), Node.leaf(0, 1.0), Node.leaf(0, 2.0)), 0);

    assertThat(tree.share(0, 1)).isEqualTo(0.5);
    assertThat(tree.share(0, 2)).isEqualTo(0.5);
  }

  @Test
  void oneLeafIsATree() {
    Tree tree = Tree.of(List.of(Node.leaf(Double.NaN, 1.0, 2.0, 3.0)), 0);

    assertThat(tree.nodes()).isEqualTo(1);
    assertThat(tree.depth()).isZero();
    assertThat(tree.width()).isEqualTo(3);
    assertThat(tree.isLeaf(0)).isTrue();
    assertThat(tree.leafOf(new float[0], 0)).isZero();
    assertThatThrownBy(() -> tree.split(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("node 0 is a leaf");
  }

  @Test
  void noNodesAreNoTree() {
    assertRefused(List.of(), "a tree has no nodes; need a leaf at least");
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, -1, 3, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aChildOutOfRangeIsRefused(int child) {
    assertRefused(
        List.of(inner(0, 1, 1, child, 1), Node.leaf(1, 1.0), Node.leaf(1, 1.0)),
        "node 0 has the child " + child + "; need 0 to 2");
  }

  @Test
  void circlesAreRefused() {
    assertRefused(List.of(inner(0, 1, 0, 1, 1), Node.leaf(1, 1.0)), "node 0 has the child 0");
    assertRefused(
        List.of(inner(0, 1, 1, 2, 1), inner(0, 1, 2, 0, 1), Node.leaf(1, 1.0)),
        "node 1 has the child 0, which has another parent or is above it; need a tree");
  }

  @Test
  void aChildOfTwoNodesIsRefused() {
    assertRefused(
        List.of(inner(0, 1, 1, 1, 1), Node.leaf(1, 1.0)),
        "node 0 has the child 1, which has another parent");
    assertRefused(
        List.of(inner(0, 1, 1, 2, 1), inner(0, 1, 2, 3, 1), Node.leaf(1, 1.0), Node.leaf(1, 1.0)),
        "node 0 has the child 2, which has another parent");
  }

  @Test
  void treesAreAThousandQuestionsDeepAtMost() {
    assertThat(Tree.of(chain(1000), 0).depth()).isEqualTo(1000);
    assertRefused(chain(1001), "node 1001 is 1001 questions deep; need at most 1000");
  }

  @Test
  void aMillionQuestionsAreRefusedWithoutRecursion() {
    assertRefused(chain(1_000_000), "node 1001 is 1001 questions deep; need at most 1000");
  }

  /** Nodes 0 to depth - 1 ask, node depth is the deepest leaf, and the others follow. */
  private static List<Node> chain(int depth) {
    List<Node> nodes = new ArrayList<>();
    for (int node = 0; node < depth; node++) {
      nodes.add(inner(0, node, node + 1, depth + 1 + node, 1));
    }
    for (int leaf = 0; leaf <= depth; leaf++) {
      nodes.add(Node.leaf(1, 1.0));
    }
    return nodes;
  }

  @Test
  void leavesHaveAsManyFiniteValuesAsTheFirst() {
    assertRefused(
        List.of(inner(0, 1, 1, 2, 1), Node.leaf(1, 1.0), Node.leaf(1, 1.0, 2.0)),
        "leaf 2 has the values [1.0, 2.0]; need finite numbers, as many as the first leaf");
    assertRefused(List.of(Node.leaf(1)), "leaf 0 has the values []");
    assertRefused(List.of(Node.leaf(1, Double.NaN)), "leaf 0 has the values [NaN]");
    assertRefused(
        List.of(Node.leaf(1, Double.NEGATIVE_INFINITY)), "leaf 0 has the values [-Infinity]");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aCoverIsNoLessThanNothingAndFinite(double cover) {
    assertRefused(List.of(Node.leaf(cover, 1.0)), "node 0 has the cover " + cover);
  }

  private static void assertRefused(List<Node> nodes, String said) {
    assertThatThrownBy(() -> Tree.of(nodes, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }
}
