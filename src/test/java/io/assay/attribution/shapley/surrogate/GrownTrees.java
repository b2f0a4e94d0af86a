package io.assay.attribution.shapley.surrogate;

import java.util.SplittableRandom;

/** Trees that nobody fitted. */
final class GrownTrees {
  private GrownTrees() {}

  /** Of three features: 8 if the first two are above 0, 2 if the first alone is, 0 else. */
  static BoostedTrees twoSplits() {
    BoostedTrees.Builder builder = new BoostedTrees.Builder(3, 0);
    int child = builder.split(builder.tree(), 0, 0);
    int below = builder.split(child + 1, 1, 0);
    builder.value(below, 2);
    builder.value(below + 1, 8);
    return builder.trees();
  }

  /** Full trees, features and thresholds drawn; a feature may stand on a way twice. */
  static BoostedTrees random(int features, int trees, int depth, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BoostedTrees.Builder builder = new BoostedTrees.Builder(features, 0.5);
    for (int tree = 0; tree < trees; tree++) {
      branch(builder, builder.tree(), features, depth, random);
    }
    return builder.trees();
  }

  private static void branch(
      BoostedTrees.Builder builder, int node, int features, int depth, SplittableRandom random) {
    if (depth == 0 || random.nextInt(8) == 0) {
      builder.value(node, 2 * random.nextDouble() - 1);
      return;
    }
    int child = builder.split(node, random.nextInt(features), random.nextDouble() - 0.5);
    branch(builder, child, features, depth - 1, random);
    branch(builder, child + 1, features, depth - 1, random);
  }
}
