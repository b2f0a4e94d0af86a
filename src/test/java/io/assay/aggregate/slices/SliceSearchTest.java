package io.assay.aggregate.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.aggregate.Difference;
import io.assay.aggregate.Differences;
import io.assay.aggregate.InputRow;
import io.assay.aggregate.compare.FalseDiscovery;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SliceSearchTest {
  private static final int ROWS = 2000;
  private static final SliceSearch SEARCH = new SliceSearch(new Differences(0.95), 5, 2, 30);

  /** Five columns of four values: 20 slices, 160 crossings; four groups of skewed magnitudes. */
  private static List<InputRow> rows(Random random, double factor) {
    List<InputRow> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      int a = random.nextInt(4);
      int b = random.nextInt(4);
      float[] values = new float[4];
      for (int group = 0; group < 4; group++) {
        double scale = a == 1 && b == 2 && group == 3 ? factor : 1;
        double size = scale * Math.exp(0.8 * random.nextGaussian());
        values[group] = (float) (random.nextBoolean() ? size : -size);
      }
      String slices =
          "a=%d,b=%d,c=%d,d=%d,e=%d"
              .formatted(a, b, random.nextInt(4), random.nextInt(4), random.nextInt(4));
      rows.add(new InputRow(random.nextLong(), "r" + row, slices, -1, Tensor.of(values, 1, 4)));
    }
    return rows;
  }

  private static List<SliceSearch.Found> found(List<InputRow> rows) {
    return SEARCH.of(rows, row -> List.of(row.label().split(",", -1)));
  }

  @Test
  void theCrossingThatDiffersIsFoundBeforeTheSlicesThatItIsCommonTo() {
    List<SliceSearch.Found> found = found(rows(new Random(1), 2.5));

    assertThat(found).hasSize(5);
    assertThat(found.get(0).slices()).containsExactly("a=1", "b=2");
    Difference planted = found.get(0).differences().get(3);
    assertThat(planted.p()).isLessThan(1e-3);
    double truth = 1.5 * Math.exp(0.32); // (2.5 - 1) times the mean of the magnitudes
    assertThat(truth).isBetween(planted.low(), planted.high());
  }

  @Test
  void whatWasFoundIsMeasuredInTheOtherHalfOfTheRows() {
    List<InputRow> heldOut = new ArrayList<>(rows(new Random(2), 2.5));
    Difference measured = found(heldOut).get(0).differences().get(0);

    heldOut.removeIf(row -> (row.key() & 1) == 0);
    long planted = heldOut.stream().filter(row -> row.label().startsWith("a=1,b=2")).count();
    assertThat(measured.rows()).isEqualTo(planted);
    assertThat(measured.otherRows()).isEqualTo(heldOut.size() - planted);
  }

  /** Where nothing differs, something is found in at most 5 % of the data sets. */
  @Test
  void aSearchThroughNothingFindsNothing() {
    double honest = falseDiscoveries(UnaryOperator.identity());
    double looking = falseDiscoveries(SliceSearchTest::measuredWhereSearched);

    assertThat(honest).isLessThanOrEqualTo(0.05);
    assertThat(looking).isGreaterThan(0.15);
  }

  /** Puts the rows of the first half in the place of the second. */
  private static List<InputRow> measuredWhereSearched(List<InputRow> rows) {
    List<InputRow> twice = new ArrayList<>();
    for (InputRow row : rows) {
      if ((row.key() & 1) == 0) {
        twice.add(row);
        twice.add(new InputRow(row.key() | 1, row.rowId(), row.label(), -1, row.input()));
      }
    }
    return twice;
  }

  /** Returns in which share of 300 data sets something is found; its standard error is 1.3 %. */
  private static double falseDiscoveries(UnaryOperator<List<InputRow>> halves) {
    Random random = new Random(3);
    double share = 0;
    for (int trial = 0; trial < 300; trial++) {
      double[] p =
          found(halves.apply(rows(random, 1))).stream()
              .flatMap(each -> each.differences().stream())
              .mapToDouble(Difference::p)
              .toArray();
      boolean isAny = Arrays.stream(FalseDiscovery.qValues(p)).anyMatch(q -> q <= 0.05);
      share += isAny ? 1.0 / 300 : 0;
    }
    return share;
  }

  @Test
  void slicesOfTheSameRowsAreFoundOnce() {
    List<InputRow> rows = new ArrayList<>();
    for (InputRow row : rows(new Random(4), 2.5)) {
      String twice = row.label().startsWith("a=1,b=2") ? ",planted" : "";
      rows.add(new InputRow(row.key(), row.rowId(), row.label() + twice, -1, row.input()));
    }

    List<SliceSearch.Found> found = found(rows);

    assertThat(found.get(0).slices()).containsExactly("planted");
    assertThat(found).noneMatch(each -> each.slices().equals(List.of("a=1", "b=2")));
  }

  @Test
  void fewRowsOrNoneHaveNoSlices() {
    assertThat(found(List.of())).isEmpty();
    assertThat(found(rows(new Random(5), 1).subList(0, 40))).isEmpty();
  }
}
