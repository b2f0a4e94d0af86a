package io.assay.attribution.tree.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.tree.CategorySplit;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Forest.Summation;
import io.assay.model.tree.Link;
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.Split;
import io.assay.model.tree.Tree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final float[] VALUES = {
    Float.NEGATIVE_INFINITY,
    -3,
    -0.5f,
    -1e-34f,
    -1e-35f,
    -0f,
    0,
    1e-36f,
    1e-35f,
    1.1e-35f,
    0.1f,
    0.5f,
    0.99f,
    1,
    1.5f,
    2,
    2.5f,
    3,
    4,
    5,
    6,
    7.25f,
    8,
    1e9f,
    1e20f,
    Float.POSITIVE_INFINITY,
    Float.NaN
  };

  private static List<Split> splits() {
    List<Split> splits = new ArrayList<>();
    for (NumericSplit.Missing missing : NumericSplit.Missing.values()) {
      for (double cut : new double[] {-3, -1e-35, 0, 1e-35, 0.1, 0.5, 1, 2.5, 6}) {
        splits.add(NumericSplit.less(0, cut, missing));
        splits.add(NumericSplit.atMost(0, cut, missing));
      }
    }
    for (CategorySplit.Missing missing : CategorySplit.Missing.values()) {
      for (CategorySplit.Fractions fractions : CategorySplit.Fractions.values()) {
        for (long left : new long[] {1, 2, 5, 6, 0b1011010}) {
          BitSet set = BitSet.valueOf(new long[] {left});
          splits.add(new CategorySplit(0, set, missing, fractions));
        }
      }
    }
    return splits;
  }

  private static Tree asking(Split split) {
    return Tree.of(List.of(Node.inner(split, 1, 2, 2), Node.leaf(1, 1.0), Node.leaf(1, 0.0)), 0);
  }

  @Test
  void ranksAreAnsweredAsValuesAre() {
    List<Tree> trees = splits().stream().map(RankingTest::asking).toList();
    Forest forest = new Forest(1, trees, List.of(0.0), Link.IDENTITY, Summation.FLOAT64);
    ForestRanks ranks = new ForestRanks(forest);

    for (Tree tree : trees) {
      RankedTree ranked = new RankedTree(tree, ranks);
      for (float value : VALUES) {
        assertThat(ranked.goesLeft(0, ranks.of(0).of(value)))
            .as("%s of %s", tree.split(0), value)
            .isEqualTo(tree.split(0).goesLeft(value));
      }
    }
  }

  @Test
  void aRankHoldsAValueOfItsOwn() {
    Ranking ranking = new Ranking(new float[] {2, -1, 0, 2, -0f, 7});

    for (int rank = 0; rank <= ranking.missing(); rank++) {
      assertThat(ranking.of(ranking.valueOf(rank))).isEqualTo(rank);
    }
    assertThat(ranking.missing()).as("four boundaries").isEqualTo(5);
  }
}
