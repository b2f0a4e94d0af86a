package io.assay.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Polynomial;
import io.assay.fakes.Requests;
import io.assay.fakes.SmallRelu;
import io.assay.model.Differentiable;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The laws that every attribution method keeps. A method's test extends this, says which method it
 * tests and, where its paper promises less, which laws do not hold.
 */
public abstract class AttributionMethodContract {
  /** Laws that some methods do not promise. */
  protected enum Law {
    /** A feature that the model does not read gets zero. */
    DUMMY,
    /** Two features that the model treats alike, and that are alike, get the same. */
    SYMMETRY,
    /** The values of a sum of two models are the sum of the values. */
    LINEARITY
  }

  private static final int WIDE = 16;

  /** Returns the method under test. */
  protected abstract AttributionMethod<? super Differentiable> method();

  /** Returns the laws that the method promises: all of them, unless overridden. */
  protected Set<Law> laws() {
    return EnumSet.allOf(Law.class);
  }

  /** Returns how far sums of scores about 1 may be off: float32 rounding, unless overridden. */
  protected double tolerance() {
    return 1e-5;
  }

  @Test
  void everyRowSlotAndGroupGetsAValue() {
    AttributionRequest request = Requests.with(mixedRequest(), Target.outputs(1, 0));

    Attributions result = attribute(Polynomial.mixed(), request);

    assertThat(result.rowIds()).isEqualTo(request.batch().rowIds());
    assertThat(result.values().shape()).containsExactly(request.batch().rows(), 2, 5);
    assertThat(result.scores().shape()).containsExactly(request.batch().rows(), 2);
    assertThat(result.baselineScores().shape()).containsExactly(request.batch().rows(), 2);
    assertThat(result.standardErrors().isPresent()).isEqualTo(method().info().isSampled());
    assertThat(result.calls().rows()).isEqualTo(request.batch().rows());
    assertThat(result.diagnostics())
        .allSatisfy(
            diagnostic -> {
              assertThat(diagnostic.name()).matches("[a-z][a-z0-9_]*");
              assertThat(diagnostic.values().shape()).containsExactly(request.batch().rows(), 2);
            });
  }

  @Test
  void everyGroupGetsOneValue() {
    FeatureGroups groups = FeatureGroups.of(List.of("p", "q"), new int[] {1, 0, 0, 1, 0});

    Attributions result = attribute(Polynomial.mixed(), Requests.with(mixedRequest(), groups));

    assertThat(result.groups()).isEqualTo(2);
    assertComplete(result);
  }

  @Test
  void scoresAreThoseOfTheModel() {
    Polynomial model = Polynomial.mixed();
    AttributionRequest request = Requests.with(mixedRequest(), Target.outputs(1, 0));
    Tensor atBaseline = model.score(request.baseline().rows(), request.target());

    Attributions result = attribute(model, request);

    assertThat(result.scores()).isEqualTo(model.score(request.batch().input(), request.target()));
    for (int row = 0; row < result.rows(); row++) {
      for (int slot = 0; slot < 2; slot++) {
        float expected = method().info().usesBaseline() ? atBaseline.at(slot) : 0;
        assertThat(result.baselineScores().at(row, slot)).isCloseTo(expected, within(1e-6f));
      }
    }
  }

  @Test
  void valuesAddUpAsDeclared() {
    assertComplete(attribute(Polynomial.mixed(), mixedRequest()));
    assertComplete(attribute(SmallRelu.of(5, 8, 3), mixedRequest()));
    assertComplete(attribute(Polynomial.wide(WIDE), wideRequest()));
    assertComplete(attribute(Polynomial.mixed(), backgroundRequest()));
  }

  @Test
  void splittingABatchChangesNothing() {
    for (AttributionRequest request : List.of(mixedRequest(), backgroundRequest(), wideRequest())) {
      Differentiable model = modelOf(request);
      Attributions whole = attribute(model, request);

      for (int from = 0; from < whole.rows(); from += 2) {
        int to = Math.min(whole.rows(), from + 2);
        assertSameRows(whole, from, to, attribute(model, request.slice(from, to)));
      }
    }
  }

  @Test
  void theOrderOfRowsChangesNothing() {
    AttributionRequest request = wideRequest();
    int last = request.batch().rows() - 1;

    Attributions forwards = attribute(modelOf(request), request);
    Attributions backwards = attribute(modelOf(request), reversed(request));

    for (int row = 0; row <= last; row++) {
      assertThat(backwards.values().slice(last - row, last - row + 1))
          .isEqualTo(forwards.values().slice(row, row + 1));
    }
  }

  @Test
  void aRowEqualToItsBaselineGetsZeros() {
    assumeTrue(method().info().usesBaseline(), "the method has no baseline");
    Tensor row = Requests.rows(1, 5, 11);

    Attributions result = attribute(Polynomial.mixed(), Requests.of(row, Baseline.single(row)));

    assertThat(result.values()).isEqualTo(Tensor.zeros(1, 1, 5));
  }

  @Test
  void inputsAreLeftUntouched() {
    AttributionRequest request = mixedRequest();
    float[] input = request.batch().input().values().clone();
    float[] baseline = request.baseline().rows().values().clone();

    attribute(Polynomial.mixed(), request);

    assertThat(request.batch().input().values()).containsExactly(input);
    assertThat(request.baseline().rows().values()).containsExactly(baseline);
  }

  @Test
  void aFeatureThatIsNotReadGetsZero() {
    assumeTrue(laws().contains(Law.DUMMY), "the method does not promise dummy");

    Attributions mixed = attribute(Polynomial.mixed(), mixedRequest());
    Attributions wide = attribute(Polynomial.wide(WIDE), wideRequest());

    for (int row = 0; row < mixed.rows(); row++) {
      assertThat(mixed.values().at(row, 4)).isCloseTo(0, within((float) tolerance()));
      assertThat(wide.values().at(row, WIDE - 1)).isCloseTo(0, within((float) tolerance()));
    }
  }

  @Test
  void featuresThatAreAlikeGetTheSame() {
    assumeTrue(laws().contains(Law.SYMMETRY), "the method does not promise symmetry");
    AttributionRequest request =
        Requests.of(
            Requests.row(0.8f, -0.6f, -0.6f, 0.3f, 0.1f),
            Baseline.single(Requests.row(0.1f, 0.2f, 0.2f, -0.4f, 0)));

    Tensor values = attribute(Polynomial.mixed(), request).values();

    assertThat(values.at(1)).isNotZero().isCloseTo(values.at(2), within((float) tolerance()));
  }

  @Test
  void valuesOfASumOfModelsAreTheSum() {
    assumeTrue(laws().contains(Law.LINEARITY), "the method does not promise linearity");
    Polynomial one = Polynomial.of(5, Polynomial.term(2, 0, 1, 2), Polynomial.term(-1, 3, 3));
    Polynomial other = Polynomial.of(5, Polynomial.term(1, 0, 0, 4), Polynomial.term(3, 2));

    Tensor ofOne = attribute(one, mixedRequest()).values();
    Tensor ofOther = attribute(other, mixedRequest()).values();
    Tensor ofSum = attribute(one.plus(other), mixedRequest()).values();

    for (int i = 0; i < ofSum.values().length; i++) {
      assertThat(ofSum.at(i)).isCloseTo(ofOne.at(i) + ofOther.at(i), within((float) tolerance()));
    }
  }

  @Test
  void theSameRequestGivesTheSameValues() {
    Attributions first = attribute(Polynomial.wide(WIDE), wideRequest());
    Attributions second = attribute(Polynomial.wide(WIDE), wideRequest());

    assertSameRows(first, 0, first.rows(), second);
  }

  @Test
  void randomnessBelongsToSeedAndRowId() {
    assumeTrue(method().info().isSampled(), "the method is not sampled");
    Tensor row = Requests.rows(1, WIDE, 5);
    int copies = 40;
    float[] copied = new float[copies * WIDE];
    for (int copy = 0; copy < copies; copy++) {
      System.arraycopy(row.values(), 0, copied, copy * WIDE, WIDE);
    }
    AttributionRequest request =
        Requests.of(Tensor.of(copied, copies, WIDE), wideRequest().baseline());

    Attributions result = attribute(Polynomial.wide(WIDE), request);
    Attributions otherSeed = attribute(Polynomial.wide(WIDE), Requests.with(request, 8L));

    assertThat(IntStream.range(0, copies).mapToObj(i -> result.values().slice(i, i + 1)).distinct())
        .hasSizeGreaterThan(1);
    assertThat(otherSeed.values()).isNotEqualTo(result.values());
  }

  @Test
  void aRowThatIsNotANumberDisturbsNoOther() {
    AttributionRequest request = mixedRequest();
    float[] input = request.batch().input().values().clone();
    input[2 * 5 + 1] = Float.NaN;
    input[4 * 5 + 3] = Float.POSITIVE_INFINITY;
    AttributionRequest broken =
        Requests.of(Tensor.of(input, request.batch().rows(), 5), request.baseline());

    Attributions sound = attribute(Polynomial.mixed(), request);
    Attributions beside = attribute(Polynomial.mixed(), broken);

    for (int row : new int[] {0, 1, 3, 5, 6}) {
      assertThat(beside.values().slice(row, row + 1)).isEqualTo(sound.values().slice(row, row + 1));
      assertThat(beside.calls().of(row)).isEqualTo(sound.calls().of(row));
    }
    assertThat(beside.values().slice(2, 3).values()).contains(Float.NaN);
  }

  @Test
  void callsAreCountedAndKeptToTheBudget() {
    for (AttributionRequest request : List.of(mixedRequest(), backgroundRequest(), wideRequest())) {
      CountingModel model = CountingModel.around(modelOf(request));

      ModelCalls calls = attribute(model, request).calls();

      CallsPerRow most = method().callsPerRow(request.groups().size(), request.baseline().size());
      IntStream rows = IntStream.range(0, calls.rows());
      assertThat(model.gradientRows()).isEqualTo(rows.mapToLong(calls::gradient).sum());
      assertThat(model.forwardRows() + model.gradientRows()).isEqualTo(calls.total());
      for (int row = 0; row < calls.rows(); row++) {
        assertThat(calls.forward(row)).isBetween(0L, most.forward());
        assertThat(calls.gradient(row)).isBetween(0L, most.gradient());
      }
    }
  }

  @Test
  void severalSlotsGiveWhatEachGivesAlone() {
    Differentiable model = SmallRelu.of(5, 8, 3);
    AttributionRequest both = Requests.with(mixedRequest(), Target.outputs(0, 1));

    Attributions together = attribute(model, both);

    for (int slot = 0; slot < 2; slot++) {
      Tensor alone = attribute(model, Requests.with(both, Target.outputs(slot))).values();
      for (int row = 0; row < together.rows(); row++) {
        for (int group = 0; group < 5; group++) {
          assertThat(together.values().at((row * 2 + slot) * 5 + group))
              .isEqualTo(alone.at(row, group));
        }
      }
    }
  }

  @Test
  void eachRowMayHaveItsOwnOutput() {
    Differentiable model = SmallRelu.of(5, 8, 3);
    AttributionRequest first = Requests.with(mixedRequest(), Target.outputs(0));
    AttributionRequest second = Requests.with(mixedRequest(), Target.outputs(1));
    int[] columns = {0, 1, 1, 0, 1, 0, 0};

    Attributions own = attribute(model, Requests.with(first, Target.perRow(columns)));

    Attributions[] ofColumn = {attribute(model, first), attribute(model, second)};
    for (int row = 0; row < own.rows(); row++) {
      assertSameRow(own, row, ofColumn[columns[row]], row);
    }
  }

  private Attributions attribute(Differentiable model, AttributionRequest request) {
    return method().attribute(model, request);
  }

  private static Differentiable modelOf(AttributionRequest request) {
    int features = request.groups().features();
    return features == WIDE ? Polynomial.wide(WIDE) : Polynomial.mixed();
  }

  private static AttributionRequest mixedRequest() {
    return Requests.of(Requests.rows(7, 5, 1), Baseline.single(Requests.rows(1, 5, 2)));
  }

  private static AttributionRequest backgroundRequest() {
    return Requests.of(
        Requests.rows(7, 5, 1),
        Baseline.background(Requests.rows(3, 5, 2), new double[] {1, 2, 5}));
  }

  private static AttributionRequest wideRequest() {
    return Requests.of(Requests.rows(7, WIDE, 3), Baseline.single(Requests.rows(1, WIDE, 4)));
  }

  private static AttributionRequest reversed(AttributionRequest request) {
    int rows = request.batch().rows();
    int length = request.batch().input().rowLength();
    List<String> ids = new ArrayList<>(request.batch().rowIds().ids());
    Collections.reverse(ids);
    float[] input = new float[rows * length];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(
          request.batch().input().values(), (rows - 1 - row) * length, input, row * length, length);
    }
    TensorBatch batch = new TensorBatch(new RowIds(ids), Tensor.of(input, rows, length));
    return new AttributionRequest(
        batch, request.target(), request.baseline(), request.groups(), request.seed());
  }

  private void assertComplete(Attributions result) {
    if (method().info().completeness() == MethodInfo.Completeness.NONE) {
      return;
    }
    for (int row = 0; row < result.rows(); row++) {
      for (int slot = 0; slot < result.slots(); slot++) {
        assertThat(result.completenessGap(row, slot)).isCloseTo(0, within(tolerance()));
      }
    }
  }

  private static void assertSameRows(Attributions whole, int from, int to, Attributions part) {
    for (int row = from; row < to; row++) {
      assertSameRow(part, row - from, whole, row);
    }
  }

  private static void assertSameRow(Attributions one, int row, Attributions other, int same) {
    assertThat(one.values().slice(row, row + 1)).isEqualTo(other.values().slice(same, same + 1));
    assertThat(one.scores().slice(row, row + 1)).isEqualTo(other.scores().slice(same, same + 1));
    assertThat(one.baselineScores().slice(row, row + 1))
        .isEqualTo(other.baselineScores().slice(same, same + 1));
    assertThat(one.standardErrors().map(errors -> errors.slice(row, row + 1)))
        .isEqualTo(other.standardErrors().map(errors -> errors.slice(same, same + 1)));
    assertThat(one.diagnostics())
        .extracting(diagnostic -> diagnostic.values().slice(row, row + 1))
        .isEqualTo(
            other.diagnostics().stream()
                .map(diagnostic -> diagnostic.values().slice(same, same + 1))
                .toList());
    assertThat(one.calls().forward(row)).isEqualTo(other.calls().forward(same));
    assertThat(one.calls().gradient(row)).isEqualTo(other.calls().gradient(same));
  }
}
