package io.assay.global.effect;

import static io.assay.fakes.Polynomial.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.fakes.Polynomial;
import io.assay.global.Estimate;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalMethodContract;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalTrial;
import io.assay.global.effect.PermutationImportance.Measure;
import io.assay.global.effect.PermutationImportance.Options;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PermutationImportanceTest extends GlobalMethodContract {
  @Override
  protected GlobalMethod method() {
    return method(3, Measure.CHANGE);
  }

  private static GlobalMethod method(int repeats, Measure measure) {
    return new PermutationImportance(new Options(1_000_000, repeats, measure));
  }

  @Override
  protected List<ThrowingCallable> refusedOptions() {
    return List.of(
        () -> new Options(1, 3, Measure.CHANGE),
        () -> new Options(1_000_001, 3, Measure.CHANGE),
        () -> new Options(100, 0, Measure.CHANGE),
        () -> new Options(100, 1001, Measure.CHANGE));
  }

  private static GlobalRecord of(List<GlobalRecord> records, String feature) {
    return records.stream()
        .filter(each -> each.feature().equals(feature))
        .findFirst()
        .orElseThrow();
  }

  /** The definition, a call a composed row: the next row's values, and those of the one after. */
  @Test
  void itIsWhatBruteForceFinds() {
    TensorBatch batch = GlobalTrial.batch(23, 1);

    List<GlobalRecord> found =
        method(2, Measure.CHANGE).ask(GlobalTrial.MODEL, GlobalTrial.request(batch)).records();

    for (int[] group : new int[][] {{0}, {1}, {4, 5, 6}}) {
      double sum = 0;
      for (int row = 0; row < 23; row++) {
        for (int shift = 1; shift <= 2; shift++) {
          float[] input = batch.input().slice(row, row + 1).values().clone();
          for (int position : group) {
            input[position] = batch.input().at((row + shift) % 23, position);
          }
          Tensor moved = Tensor.of(input, 1, GlobalTrial.WIDTH);
          sum +=
              Math.abs(
                  (double) GlobalTrial.MODEL.outputs(moved).at(0, 0)
                      - GlobalTrial.MODEL.outputs(batch.input().slice(row, row + 1)).at(0, 0));
        }
      }
      String name = GlobalTrial.GROUPS.names().get(GlobalTrial.GROUPS.groupOf(group[0]));
      assertThat(of(found, name).value().value()).isEqualTo(sum / 46, within(1e-9));
    }
  }

  /**
   * Of 2a, a standard normal: |2 (a - a')| has the mean 4 / sqrt(pi), half its square the mean 4.
   */
  @Test
  void aLinearModelHasItsClosedForm() {
    TensorBatch batch = GlobalTrial.batch(20_000, 2);
    Polynomial linear = Polynomial.of(GlobalTrial.WIDTH, term(2, 0));

    Estimate change = of(method().ask(linear, GlobalTrial.request(batch)).records(), "a").value();
    Estimate squared =
        of(method(3, Measure.SQUARED_CHANGE).ask(linear, GlobalTrial.request(batch)).records(), "a")
            .value();

    assertThat(change.value()).isEqualTo(4 / Math.sqrt(Math.PI), within(4 * change.se()));
    assertThat(squared.value()).isEqualTo(4, within(4 * squared.se()));
    assertThat(change.se()).isLessThan(0.03);
  }

  /** Of 2a + ab, a and b standard normal: how far the score moves with another a. */
  @Test
  void intervalsCoverAsOftenAsTheySay() {
    for (int repeats : new int[] {1, 3, 20}) {
      int covered = 0;
      int trials = 1500;
      Random seeds = new Random(repeats);
      for (int trial = 0; trial < trials; trial++) {
        TensorBatch batch = GlobalTrial.batch(300, seeds.nextLong());
        double[] moves = moves(batch, repeats);
        ShiftedMeans means = new ShiftedMeans(300, repeats, 1);
        means.add(moves);
        double mean = 0;
        for (double move : moves) {
          mean += move / moves.length;
        }
        double half = 1.9679 * Math.sqrt(means.covariance(0, 0)); // t, 299 degrees, 97.5 %
        covered += Math.abs(mean - TRUTH) <= half ? 1 : 0;
      }

      assertThat(covered / (double) trials).as("%d repeats", repeats).isBetween(0.93, 0.97);
    }
  }

  /** E |a' - a| E |2 + b|, with E |2 + b| = 4 Phi(2) - 2 + 2 phi(2). */
  private static final double TRUTH =
      2 / Math.sqrt(Math.PI) * (4 * 0.9772498680518208 - 2 + 2 * 0.05399096651318806);

  private static double[] moves(TensorBatch batch, int repeats) {
    int rows = batch.rows();
    double[] moves = new double[rows * repeats];
    for (int row = 0; row < rows; row++) {
      for (int repeat = 0; repeat < repeats; repeat++) {
        double giver = batch.input().at((row + 1 + repeat) % rows, 0);
        double b = batch.input().at(row, 1);
        moves[row * repeats + repeat] = Math.abs((giver - batch.input().at(row, 0)) * (2 + b));
      }
    }
    return moves;
  }

  @Test
  void ranksAreSureWhereTheRowsAre() {
    Polynomial model = Polynomial.of(GlobalTrial.WIDTH, term(5, 0), term(1, 1), term(0.999, 3));

    List<GlobalRecord> found =
        method().ask(model, GlobalTrial.request(GlobalTrial.batch(500, 4))).records();

    assertThat(of(found, "a").rank()).isEqualTo(new GlobalRecord.Rank(1, 1, 1));
    GlobalRecord.Rank second = Objects.requireNonNull(of(found, "b").rank());
    assertThat(second.low()).isEqualTo(2);
    assertThat(second.high()).isEqualTo(3);
  }
}
