package io.assay.attribution;

import static io.assay.attribution.TrialModels.WIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Requests;
import io.assay.model.BlackBox;
import io.assay.model.LayerInfo;
import io.assay.model.Layered;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The laws that every attribution method keeps, whatever it asks of a model. A method's test says
 * which method it tests, on which models and, where its paper promises less, which laws do not
 * hold.
 *
 * @param <M> the ability of the models
 */
public abstract class MethodLaws<M extends BlackBox> {
  /** Laws that some methods do not promise. */
  protected enum Law {
    /** A background of several rows may stand for the baseline. */
    BACKGROUND,
    /** A row that equals its baseline gets zeros. */
    ZERO,
    /** A row that is not a number gets a value that is none. */
    NOT_A_NUMBER,
    /** A feature that the model does not read gets zero. */
    DUMMY,
    /** Two features that the model treats alike, and that are alike, get the same. */
    SYMMETRY,
    /** The values of a sum of two models are the sum of the values. */
    LINEARITY
  }

  /** Returns the method under test. */
  protected abstract AttributionMethod<? super M> method();

  /** Returns the models that it is tested on. */
  protected abstract TrialModels<M> models();

  /** Returns the laws that the method promises: all of them, unless overridden. */
  protected Set<Law> laws() {
    return EnumSet.allOf(Law.class);
  }

  /** Returns how far sums of scores about 1 may be off: float32 rounding, unless overridden. */
  protected double tolerance() {
    return 1e-5;
  }

  /** Returns how far a row's values may miss its change of score. */
  protected double completenessTolerance() {
    return tolerance();
  }

  /**
   * Returns the score that values are counted from: that of the request's one baseline row; 0 if
   * the method has no baseline, unless overridden.
   */
  protected float baselineScore(M model, AttributionRequest request, int slot) {
    return method().info().usesBaseline()
        ? model.score(request.baseline().rows(), request.target()).at(slot)
        : 0;
  }

  @Test
  void everyRowSlotAndGroupGetsAValue() {
    AttributionRequest request = Requests.with(TrialRequests.narrow(), Target.outputs(1, 0));

    Attributions result = attribute(models().narrow(), request);

    assertThat(result.rowIds()).isEqualTo(request.batch().rowIds());
    assertThat(result.values().shape())
        .containsExactly(request.batch().rows(), 2, columns(request));
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

    AttributionRequest request = Requests.with(TrialRequests.narrow(), groups);

    Attributions result = attribute(models().narrow(), request);

    assertThat(result.groups()).isEqualTo(columns(request));
    assertComplete(result);
  }

  @Test
  void scoresAreThoseOfTheModel() {
    M model = models().narrow();
    AttributionRequest request = Requests.with(TrialRequests.narrow(), Target.outputs(1, 0));

    Attributions result = attribute(model, request);

    assertThat(result.scores()).isEqualTo(model.score(request.batch().input(), request.target()));
    for (int row = 0; row < result.rows(); row++) {
      for (int slot = 0; slot < 2; slot++) {
        assertThat(result.baselineScores().at(row, slot))
            .isCloseTo(baselineScore(model, request, slot), within(1e-6f));
      }
    }
  }

  @Test
  void valuesAddUpAsDeclared() {
    assertComplete(attribute(models().kinked(), TrialRequests.narrow()));
    for (AttributionRequest request : requests()) {
      assertComplete(attribute(modelOf(request), request));
    }
  }

  @Test
  void splittingABatchChangesNothing() {
    for (AttributionRequest request : requests()) {
      M model = modelOf(request);
      Attributions whole = attribute(model, request);

      for (int from = 0; from < whole.rows(); from += 2) {
        int to = Math.min(whole.rows(), from + 2);
        assertSameRows(whole, from, to, attribute(model, request.slice(from, to)));
      }
    }
  }

  @Test
  void theOrderOfRowsChangesNothing() {
    AttributionRequest request = TrialRequests.wide();
    int last = request.batch().rows() - 1;

    Attributions forwards = attribute(modelOf(request), request);
    Attributions backwards = attribute(modelOf(request), TrialRequests.reversed(request));

    for (int row = 0; row <= last; row++) {
      assertThat(backwards.values().slice(last - row, last - row + 1))
          .isEqualTo(forwards.values().slice(row, row + 1));
    }
  }

  @Test
  void aRowEqualToItsBaselineGetsZeros() {
    assumeTrue(method().info().usesBaseline(), "the method has no baseline");
    assumeTrue(laws().contains(Law.ZERO), "the method does not promise zeros");
    Tensor row = Requests.rows(1, 5, 11);

    Attributions result = attribute(models().narrow(), Requests.of(row, Baseline.single(row)));

    assertThat(result.values()).isEqualTo(Tensor.zeros(1, 1, result.groups()));
  }

  @Test
  void inputsAreLeftUntouched() {
    AttributionRequest request = TrialRequests.narrow();
    float[] input = request.batch().input().values().clone();
    float[] baseline = request.baseline().rows().values().clone();

    attribute(models().narrow(), request);

    assertThat(request.batch().input().values()).containsExactly(input);
    assertThat(request.baseline().rows().values()).containsExactly(baseline);
  }

  @Test
  void aFeatureThatIsNotReadGetsZero() {
    assumeTrue(laws().contains(Law.DUMMY), "the method does not promise dummy");

    for (AttributionRequest request : requests()) {
      Attributions result = attribute(modelOf(request), request);
      for (int row = 0; row < result.rows(); row++) {
        assertThat(result.values().at(row, result.groups() - 1))
            .isCloseTo(0, within((float) tolerance()));
      }
    }
  }

  @Test
  void featuresThatAreAlikeGetTheSame() {
    assumeTrue(laws().contains(Law.SYMMETRY), "the method does not promise symmetry");
    AttributionRequest request =
        Requests.of(
            Requests.row(0.8f, -0.6f, -0.6f, 0.3f, 0.1f),
            Baseline.single(Requests.row(0.1f, 0.2f, 0.2f, -0.4f, 0)));

    Tensor values = attribute(models().narrow(), request).values();

    assertThat(values.at(1)).isNotZero().isCloseTo(values.at(2), within((float) tolerance()));
  }

  @Test
  void valuesOfASumOfModelsAreTheSum() {
    assumeTrue(laws().contains(Law.LINEARITY), "the method does not promise linearity");
    TrialModels.Sum<M> models = models().sum();

    Tensor ofOne = attribute(models.one(), TrialRequests.narrow()).values();
    Tensor ofOther = attribute(models.other(), TrialRequests.narrow()).values();
    Tensor ofSum = attribute(models.sum(), TrialRequests.narrow()).values();

    for (int i = 0; i < ofSum.values().length; i++) {
      assertThat(ofSum.at(i)).isCloseTo(ofOne.at(i) + ofOther.at(i), within((float) tolerance()));
    }
  }

  @Test
  void theSameRequestGivesTheSameValues() {
    Attributions first = attribute(models().wide(), TrialRequests.wide());
    Attributions second = attribute(models().wide(), TrialRequests.wide());

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
    Baseline baseline =
        laws().contains(Law.BACKGROUND)
            ? Baseline.background(Requests.rows(8, WIDE, 4))
            : TrialRequests.wide().baseline();
    AttributionRequest request = Requests.of(Tensor.of(copied, copies, WIDE), baseline);

    Attributions result = attribute(models().wide(), request);
    Attributions otherSeed = attribute(models().wide(), Requests.with(request, 8L));

    assertThat(IntStream.range(0, copies).mapToObj(i -> result.values().slice(i, i + 1)).distinct())
        .hasSizeGreaterThan(1);
    assertThat(otherSeed.values()).isNotEqualTo(result.values());
  }

  @Test
  void aRowThatIsNotANumberDisturbsNoOther() {
    AttributionRequest request = TrialRequests.narrow();
    float[] input = request.batch().input().values().clone();
    input[2 * 5 + 1] = Float.NaN;
    input[4 * 5 + 3] = Float.POSITIVE_INFINITY;
    AttributionRequest broken =
        Requests.of(Tensor.of(input, request.batch().rows(), 5), request.baseline());

    Attributions sound = attribute(models().narrow(), request);
    Attributions beside = attribute(models().narrow(), broken);

    for (int row : new int[] {0, 1, 3, 5, 6}) {
      assertThat(beside.values().slice(row, row + 1)).isEqualTo(sound.values().slice(row, row + 1));
      assertThat(beside.calls().of(row)).isEqualTo(sound.calls().of(row));
    }
    if (models().takesMissingValues()) {
      return;
    }
    assertThat(beside.scores().at(2)).isNaN();
    if (laws().contains(Law.NOT_A_NUMBER)) {
      assertThat(beside.values().slice(2, 3).values()).contains(Float.NaN);
    }
  }

  @Test
  void callsAreCountedAndKeptToTheBudget() {
    for (AttributionRequest request : requests()) {
      CountingModel model = CountingModel.around(modelOf(request));

      ModelCalls calls = attribute(models().counted(model), request).calls();

      CallsPerRow most =
          method().callsPerRow(shape(request), request.groups().size(), request.baseline().size());
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
    M model = models().kinked();
    AttributionRequest both = Requests.with(TrialRequests.narrow(), Target.outputs(0, 1));

    Attributions together = attribute(model, both);

    for (int slot = 0; slot < 2; slot++) {
      Tensor alone = attribute(model, Requests.with(both, Target.outputs(slot))).values();
      for (int row = 0; row < together.rows(); row++) {
        for (int group = 0; group < together.groups(); group++) {
          assertThat(together.values().at((row * 2 + slot) * together.groups() + group))
              .isEqualTo(alone.at(row, group));
        }
      }
    }
  }

  @Test
  void eachRowMayHaveItsOwnOutput() {
    M model = models().kinked();
    AttributionRequest first = Requests.with(TrialRequests.narrow(), Target.outputs(0));
    AttributionRequest second = Requests.with(TrialRequests.narrow(), Target.outputs(1));
    int[] columns = {0, 1, 1, 0, 1, 0, 0};

    Attributions own = attribute(model, Requests.with(first, Target.perRow(columns)));

    Attributions[] ofColumn = {attribute(model, first), attribute(model, second)};
    for (int row = 0; row < own.rows(); row++) {
      assertSameRow(own, row, ofColumn[columns[row]], row);
    }
  }

  private Attributions attribute(M model, AttributionRequest request) {
    return method().attribute(model, request);
  }

  /** Returns how many values a row and slot of the narrow model gets. */
  private int columns(AttributionRequest request) {
    List<LayerInfo> layers =
        models().narrow().as(Layered.class).map(Layered::layers).orElse(List.of());
    return method().columns(request.groups(), layers).size();
  }

  private static List<Integer> shape(AttributionRequest request) {
    return Arrays.stream(request.batch().input().rowShape()).boxed().toList();
  }

  private M modelOf(AttributionRequest request) {
    return request.groups().features() == WIDE ? models().wide() : models().narrow();
  }

  private List<AttributionRequest> requests() {
    return laws().contains(Law.BACKGROUND)
        ? List.of(TrialRequests.narrow(), TrialRequests.wide(), TrialRequests.background())
        : List.of(TrialRequests.narrow(), TrialRequests.wide());
  }

  private void assertComplete(Attributions result) {
    if (method().info().completeness() == MethodInfo.Completeness.NONE) {
      return;
    }
    for (int row = 0; row < result.rows(); row++) {
      for (int slot = 0; slot < result.slots(); slot++) {
        assertThat(result.completenessGap(row, slot)).isCloseTo(0, within(completenessTolerance()));
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
