package io.assay.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.tensor.Rng;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackgroundsTest {
  /** 60 rows: ids "row-0".., features (i, i mod 7, 0.1). */
  private static final TensorBatch REFERENCE = reference(order(60, 0));

  @Test
  void theOrderOfTheReferenceRowsChangesNothing() {
    List<Function<TensorBatch, Baseline>> ways =
        List.of(
            rows -> Backgrounds.random(rows, 9, 5),
            rows -> Backgrounds.stratified(rows, parities(rows), 9, 5),
            rows -> Backgrounds.kMeans(rows, 4, 5),
            Backgrounds::mean,
            Backgrounds::median);

    for (Function<TensorBatch, Baseline> way : ways) {
      Baseline first = way.apply(REFERENCE);
      Baseline second = way.apply(reference(order(60, 3)));

      assertThat(second.rows()).isEqualTo(first.rows());
      assertThat(weights(second)).isEqualTo(weights(first));
    }
  }

  @Test
  void aRandomBackgroundIsDistinctRowsOfEqualWeightThatDependOnTheSeed() {
    Baseline background = Backgrounds.random(REFERENCE, 20, 1);

    assertThat(background.size()).isEqualTo(20);
    assertThat(column(background, 0)).doesNotHaveDuplicates();
    assertThat(weights(background)).allSatisfy(w -> assertThat(w).isCloseTo(0.05, within(1e-15)));
    assertThat(column(Backgrounds.random(REFERENCE, 20, 2), 0)).isNotEqualTo(column(background, 0));
  }

  @Test
  void everyRowIsAsLikelyToBeInTheBackground() {
    int seeds = 4000;
    int[] drawn = new int[60];

    for (int seed = 0; seed < seeds; seed++) {
      column(Backgrounds.random(REFERENCE, 15, seed), 0).forEach(row -> drawn[row.intValue()]++);
    }

    // binomial with p = 1/4: standard deviation 0.0069 of the share; five of them
    for (int count : drawn) {
      assertThat((double) count / seeds).isCloseTo(0.25, within(0.035));
    }
  }

  @Test
  void whereFewerRowsExistThanAskedForAllAreTaken() {
    assertThat(Backgrounds.random(REFERENCE, 1000, 1).size()).isEqualTo(60);
    assertThat(Backgrounds.stratified(REFERENCE, parities(REFERENCE), 1000, 1).size())
        .isEqualTo(60);
    assertThat(Backgrounds.kMeans(REFERENCE, 1000, 1).size()).isEqualTo(60);
  }

  @Test
  void strataKeepTheirSharesByTheLargestRemainder() {
    // 33 a, 20 b, 7 c; 10 rows: quotas 5.5, 3.33, 1.17, so the spare row goes to a
    List<String> strata =
        IntStream.range(0, 60).mapToObj(i -> i < 33 ? "a" : i < 53 ? "b" : "c").toList();

    Baseline background = Backgrounds.stratified(REFERENCE, strata, 10, 4);

    List<Float> rows = column(background, 0);
    assertThat(rows.subList(0, 6)).allMatch(row -> row < 33);
    assertThat(rows.subList(6, 9)).allMatch(row -> row >= 33 && row < 53);
    assertThat(rows.subList(9, 10)).allMatch(row -> row >= 53);
    assertThat(weights(background).subList(0, 6).stream().mapToDouble(w -> w).sum())
        .isCloseTo(33 / 60.0, within(1e-12));
    assertThat(background.weight(9)).isCloseTo(7 / 60.0, within(1e-12));
  }

  @Test
  void kMeansFindsBlobsThatLieApartWhateverTheUnits() {
    // three blobs of 10, 20 and 30 rows; the second feature tells two of them apart, in tiny units
    int[] sizes = {10, 20, 30};
    float[][] centres = {{0, 0}, {1000, 0}, {1000, 0.001f}};
    Random noise = new Random(1);
    List<float[]> rows = new ArrayList<>();
    for (int blob = 0; blob < 3; blob++) {
      for (int i = 0; i < sizes[blob]; i++) {
        rows.add(
            new float[] {
              centres[blob][0] + (float) noise.nextGaussian() * 5,
              centres[blob][1] + (float) noise.nextGaussian() * 5e-6f
            });
      }
    }

    Baseline background = Backgrounds.kMeans(batch(rows), 3, 1);

    assertThat(weights(background).stream().sorted().toList())
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
        .containsExactly(10 / 60.0, 20 / 60.0, 30 / 60.0);
    for (int i = 0; i < 3; i++) {
      int blob = (int) Math.round(background.weight(i) * 6) - 1;
      assertThat(background.rows().at(i, 0)).isCloseTo(centres[blob][0], within(10f));
      assertThat(background.rows().at(i, 1)).isCloseTo(centres[blob][1], within(1e-5f));
    }
  }

  @Test
  void kMeansWeightsTheCentresSoThatTheMeanIsKept() {
    Baseline background = Backgrounds.kMeans(REFERENCE, 7, 3);
    Baseline mean = Backgrounds.mean(REFERENCE);

    for (int feature = 0; feature < 3; feature++) {
      double weighted = 0;
      for (int centre = 0; centre < background.size(); centre++) {
        weighted += background.weight(centre) * background.rows().at(centre, feature);
      }
      assertThat(weighted).isCloseTo(mean.rows().at(0, feature), within(1e-5));
    }
  }

  @Test
  void withFewerDistinctRowsThanClustersEachDistinctRowIsACentre() {
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rows.add(new float[] {i % 3, 0.1f});
    }

    Baseline background = Backgrounds.kMeans(batch(rows), 8, 2);

    assertThat(column(background, 0)).containsExactlyInAnyOrder(0f, 1f, 2f);
    assertThat(column(background, 1)).containsOnly(0.1f);
    assertThat(weights(background))
        .allSatisfy(w -> assertThat(w).isCloseTo(1 / 3.0, within(1e-12)));
  }

  @Test
  void meanAndMedianAreThoseOfEveryFeature() {
    TensorBatch four = batch(List.of(f(1, 9), f(2, 7), f(4, 8), f(100, 6)));

    assertThat(Backgrounds.mean(four).rows()).isEqualTo(Tensor.of(f(26.75f, 7.5f), 1, 2));
    assertThat(Backgrounds.median(four).rows()).isEqualTo(Tensor.of(f(3, 7.5f), 1, 2));
    assertThat(Backgrounds.median(four.slice(0, 3)).rows()).isEqualTo(Tensor.of(f(2, 8), 1, 2));
  }

  @Test
  void aSetWithoutRowsOrABackgroundOfNoneIsRefused() {
    TensorBatch none = REFERENCE.slice(0, 0);

    assertThatIllegalArgumentException().isThrownBy(() -> Backgrounds.mean(none));
    assertThatIllegalArgumentException().isThrownBy(() -> Backgrounds.random(none, 3, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Backgrounds.kMeans(REFERENCE, 0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backgrounds.stratified(REFERENCE, List.of("a"), 3, 1))
        .withMessageContaining("1 strata for 60");
  }

  @Test
  void theKeyIsThatOfTheSeedAndTheRow() {
    assertThat(Backgrounds.key(7, "row-1")).isEqualTo(Rng.key(7, "background", "row-1"));
  }

  private static List<Integer> order(int rows, int shuffle) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, rows).boxed().toList());
    if (shuffle > 0) {
      Collections.shuffle(order, new Random(shuffle));
    }
    return order;
  }

  private static TensorBatch reference(List<Integer> order) {
    float[] values = new float[order.size() * 3];
    for (int i = 0; i < order.size(); i++) {
      values[3 * i] = order.get(i);
      values[3 * i + 1] = order.get(i) % 7;
      values[3 * i + 2] = 0.1f;
    }
    RowIds ids = new RowIds(order.stream().map(row -> "row-" + row).toList());
    return new TensorBatch(ids, Tensor.of(values, order.size(), 3));
  }

  private static List<String> parities(TensorBatch rows) {
    return IntStream.range(0, rows.rows())
        .mapToObj(row -> rows.input().at(row, 0) % 2 == 0 ? "even" : "odd")
        .toList();
  }

  private static TensorBatch batch(List<float[]> rows) {
    int length = rows.get(0).length;
    float[] values = new float[rows.size() * length];
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row), 0, values, row * length, length);
    }
    RowIds ids = new RowIds(IntStream.range(0, rows.size()).mapToObj(Integer::toString).toList());
    return new TensorBatch(ids, Tensor.of(values, rows.size(), length));
  }

  private static float[] f(float... values) {
    return values;
  }

  private static List<Float> column(Baseline baseline, int feature) {
    return IntStream.range(0, baseline.size())
        .mapToObj(row -> baseline.rows().at(row, feature))
        .toList();
  }

  private static List<Double> weights(Baseline baseline) {
    return IntStream.range(0, baseline.size()).mapToObj(baseline::weight).toList();
  }
}
