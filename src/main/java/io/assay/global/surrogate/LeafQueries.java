package io.assay.global.surrogate;

import io.assay.baseline.FeatureGroups;
import io.assay.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * Composes rows that lie in a node: two rows of it are drawn, and each feature group is taken from
 * one or the other. As a node is a box, what is composed of its rows lies in it.
 */
final class LeafQueries {
  private LeafQueries() {}

  /**
   * Composes rows.
   *
   * @param rows of the data in a node, one or more
   * @param groups what stays together
   * @return [count, width]
   */
  static Tensor composed(Answered rows, FeatureGroups groups, int count, RandomGenerator random) {
    int width = rows.width();
    float[] values = new float[Math.multiplyExact(count, width)];
    boolean[] fromOther = new boolean[groups.size()];
    for (int query = 0; query < count; query++) {
      int one = random.nextInt(rows.rows());
      int other = random.nextInt(rows.rows());
      for (int group = 0; group < fromOther.length; group++) {
        fromOther[group] = random.nextBoolean();
      }
      for (int position = 0; position < width; position++) {
        int from = fromOther[groups.groupOf(position)] ? other : one;
        values[query * width + position] = rows.input().at(from * width + position);
      }
    }
    return Tensor.of(values, count, width);
  }
}
