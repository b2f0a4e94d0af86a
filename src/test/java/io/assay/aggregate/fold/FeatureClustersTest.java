package io.assay.aggregate.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureClustersTest {
  /** Features x, y, x + a little, -x, 5 throughout, y + a little. */
  @Test
  void whatRisesTogetherIsOneCluster() {
    Random random = new Random(1);
    List<float[]> rows = new ArrayList<>();
    for (int row = 0; row < 200; row++) {
      float x = (float) random.nextGaussian();
      float y = (float) random.nextGaussian();
      float a = (float) (0.3 * random.nextGaussian());
      rows.add(new float[] {x, y, x + a, -x, 5, 10 * (y - a)});
    }

    FeatureClusters found = FeatureClusters.of(rows, 0.5);

    assertThat(found.cluster(2)).isEqualTo(found.cluster(0));
    assertThat(found.cluster(5)).isEqualTo(found.cluster(1));
    assertThat(List.of(found.cluster(0), found.cluster(1), found.cluster(3), found.cluster(4)))
        .containsExactlyInAnyOrder(1, 2, 3, 4);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, -0.2, 0, 0.1, 0.3, 0.6, 1})
  void clustersAreThoseOfPlainAverageLinkage(double correlation) {
    for (int seed = 0; seed < 30; seed++) {
      List<float[]> rows = correlated(seed, 40, 15);

      FeatureClusters found = FeatureClusters.of(rows, correlation);

      List<List<Integer>> expected = plain(rows, correlation);
      for (List<Integer> cluster : expected) {
        assertThat(cluster.stream().map(found::cluster).distinct()).hasSize(1);
      }
      assertThat(expected.stream().map(cluster -> found.cluster(cluster.get(0))))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aClustersFeaturesAreNextToEachOther() {
    FeatureClusters found = FeatureClusters.of(correlated(3, 60, 30), 0.3);

    int[] atLeaf = new int[31];
    for (int feature = 0; feature < 30; feature++) {
      assertThat(atLeaf[found.leafOrder(feature)]).isZero();
      atLeaf[found.leafOrder(feature)] = found.cluster(feature);
    }
    assertThat(atLeaf).isSorted();
    assertThat(atLeaf[30]).isBetween(2, 29);
  }

  @Test
  void featuresThatAreTheSameAreOneClusterHoweverMany() {
    List<float[]> rows = new ArrayList<>();
    for (int row = 0; row < 10; row++) {
      float value = row * 0.1f;
      rows.add(new float[] {value, 3 * value, value, value + 1, 0.7f * value});
    }

    FeatureClusters found = FeatureClusters.of(rows, 0.999);

    for (int feature = 0; feature < 5; feature++) {
      assertThat(found.cluster(feature)).isEqualTo(1);
    }
  }

  @Test
  void tooFewRowsAndTooManyFeaturesAreRefused() {
    List<float[]> two = List.of(new float[2], new float[2]);
    float[] wide = new float[FeatureClusters.MOST_FEATURES + 1];
    List<float[]> many = List.of(wide, wide, wide);

    assertThatIllegalArgumentException().isThrownBy(() -> FeatureClusters.of(two, 0.5));
    assertThatIllegalArgumentException().isThrownBy(() -> FeatureClusters.of(many, 0.5));
  }

  private static List<float[]> correlated(long seed, int rows, int features) {
    Random random = new Random(seed);
    List<float[]> all = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      double[] common = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      float[] values = new float[features];
      for (int feature = 0; feature < features; feature++) {
        values[feature] = (float) (common[feature % 3] + random.nextGaussian());
      }
      all.add(values);
    }
    return all;
  }

  /** Joins the two clusters of the greatest mean correlation until it is too little. */
  private static List<List<Integer>> plain(List<float[]> rows, double correlation) {
    List<List<Integer>> clusters = new ArrayList<>();
    for (int feature = 0; feature < rows.get(0).length; feature++) {
      clusters.add(new ArrayList<>(List.of(feature)));
    }
    while (clusters.size() > 1) {
      double best = -2;
      int[] pair = {0, 1};
      for (int left = 0; left < clusters.size(); left++) {
        for (int right = left + 1; right < clusters.size(); right++) {
          double mean = mean(rows, clusters.get(left), clusters.get(right));
          if (mean > best) {
            best = mean;
            pair = new int[] {left, right};
          }
        }
      }
      if (best < correlation) {
        return clusters;
      }
      clusters.get(pair[0]).addAll(clusters.remove(pair[1]));
    }
    return clusters;
  }

  private static double mean(List<float[]> rows, List<Integer> left, List<Integer> right) {
    double sum = 0;
    for (int a : left) {
      for (int b : right) {
        sum += correlation(rows, a, b) / left.size() / right.size();
      }
    }
    return sum;
  }

  private static double correlation(List<float[]> rows, int a, int b) {
    double meanA = rows.stream().mapToDouble(row -> row[a]).average().orElseThrow();
    double meanB = rows.stream().mapToDouble(row -> row[b]).average().orElseThrow();
    double products = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (float[] row : rows) {
      products += (row[a] - meanA) * (row[b] - meanB);
      squaresA += (row[a] - meanA) * (row[a] - meanA);
      squaresB += (row[b] - meanB) * (row[b] - meanB);
    }
    return products / Math.sqrt(squaresA * squaresB);
  }
}
