package io.assay.attribution.perturbation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.game.CoalitionGame;
import io.assay.attribution.perturbation.Lime.Selection;
import io.assay.baseline.Baseline;
import io.assay.baseline.Coalitions;
import io.assay.baseline.FeatureGroups;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.InputType;
import io.assay.fakes.Requests;
import io.assay.golden.GoldenCase;
import io.assay.golden.Npy;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Local regressions against those of the lime package on the same coalitions: kernel sqrt(exp(-D^2
 * / 0.25^2)) of the cosine distance D to the full coalition, ridge 1 with an intercept,
 * probabilities of all classes, valued by the real engine.
 */
class LimeGoldenTest {
  /**
   * The package's models ran in float32, too, with sums in another order: 1e-7 of a probability.
   */
  private static final double ROUNDING = 1e-6;

  static Stream<GoldenCase> cases() {
    return Stream.of(
        GoldenCase.mlpBc10(), GoldenCase.mlpBc(), GoldenCase.cnnDigits(), GoldenCase.textAttn());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fitsAreThoseOfThePackage(GoldenCase golden) {
    assertFits(golden, "lime_none", Optional.empty());
    for (Selection selection : Selection.values()) {
      assertFits(
          golden, "lime_" + selection.name().toLowerCase(Locale.ROOT), Optional.of(selection));
    }
  }

  private static void assertFits(GoldenCase golden, String entry, Optional<Selection> selection) {
    Npy expected = golden.npy(entry); // [rows, classes, players]
    int players = expected.shape()[2];
    Coalitions coalitions = coalitions(golden.npy("lime_masks"));
    double[] weights = kernel(coalitions);
    double[] values = probabilities(golden, expected.shape()[0], expected.shape()[1], coalitions);
    Neighbourhood design = Neighbourhood.of(coalitions, weights);
    FeatureSelection choice = new FeatureSelection(design);
    int features = players > 9 ? 5 : 4;
    for (int scalar = 0; scalar < expected.shape()[0] * expected.shape()[1]; scalar++) {
      int from = scalar * coalitions.size();
      List<Integer> kept =
          selection
              .map(how -> choice.choose(how, values, from, features))
              .orElseGet(() -> IntStream.range(0, players).boxed().toList());
      LocalRegression.Fit fit =
          LocalRegression.of(design.only(kept), 1).orElseThrow().fit(values, from);

      double[] coefficients = new double[players];
      for (int i = 0; i < kept.size(); i++) {
        coefficients[kept.get(i)] = fit.coefficient(i);
      }
      assertThat(coefficients)
          .containsExactly(
              Arrays.copyOfRange(expected.values(), scalar * players, (scalar + 1) * players),
              within(ROUNDING));
      assertClose(fit.intercept(), golden, entry + "_intercept", scalar);
      assertClose(fit.score(), golden, entry + "_score", scalar);
      assertClose(fit.atFull(), golden, entry + "_local_pred", scalar);
    }
  }

  private static void assertClose(double found, GoldenCase golden, String entry, int scalar) {
    assertThat(found).isCloseTo(golden.npy(entry).values()[scalar], within(ROUNDING));
  }

  private static Coalitions coalitions(Npy masks) {
    int players = masks.shape()[1];
    List<BitSet> present = new ArrayList<>();
    for (int sample = 0; sample < masks.shape()[0]; sample++) {
      BitSet members = new BitSet(players);
      for (int player = 0; player < players; player++) {
        members.set(player, masks.values()[sample * players + player] > 0);
      }
      present.add(members);
    }
    return Coalitions.of(players, present);
  }

  private static double[] kernel(Coalitions coalitions) {
    return IntStream.range(0, coalitions.size())
        .mapToDouble(
            sample -> {
              long size =
                  IntStream.range(0, coalitions.players())
                      .filter(player -> coalitions.contains(sample, player))
                      .count();
              double distance = 1 - Math.sqrt((double) size / coalitions.players());
              return Math.sqrt(Math.exp(-distance * distance / (0.25 * 0.25)));
            })
        .toArray();
  }

  /** Returns [rows, classes, samples], the softmax over classes. */
  private static double[] probabilities(
      GoldenCase golden, int rows, int classes, Coalitions coalitions) {
    double[] values;
    try (BlackBox model = open(golden)) {
      AttributionRequest request =
          Requests.with(
              request(golden).slice(0, rows),
              Target.outputs(IntStream.range(0, classes).toArray()));
      values =
          new CoalitionGame(model, request).values(IntStream.range(0, rows).toArray(), coalitions);
    }
    int samples = coalitions.size();
    for (int at = 0; at < rows * samples; at++) {
      int first = at / samples * classes * samples + at % samples;
      double sum = 0;
      for (int of = 0; of < classes; of++) {
        values[first + of * samples] = Math.exp(values[first + of * samples]);
        sum += values[first + of * samples];
      }
      for (int of = 0; of < classes; of++) {
        values[first + of * samples] /= sum;
      }
    }
    return values;
  }

  private static AttributionRequest request(GoldenCase golden) {
    if (golden.equals(GoldenCase.textAttn())) {
      Tensor pad = golden.npy("reference_ids").tensor();
      return Requests.of(golden.npy("ids").tensor(), Baseline.single(pad));
    }
    int[] groupOf = golden.groups();
    int groups = Arrays.stream(groupOf).max().orElseThrow() + 1;
    List<String> names = IntStream.range(0, groups).mapToObj(group -> "g" + group).toList();
    return Requests.with(
        Requests.of(golden.inputs(), Baseline.single(golden.baselineZero())),
        FeatureGroups.of(names, groupOf));
  }

  private static BlackBox open(GoldenCase golden) {
    if (golden.equals(GoldenCase.textAttn())) {
      return ModelFiles.openTorchScript(
          golden.scripted(), ModelOptions.ofShape(9).withInputType(InputType.INT64));
    }
    Integer[] shape = Arrays.stream(golden.inputs().rowShape()).boxed().toArray(Integer[]::new);
    return ModelFiles.openTorchScript(golden.scripted(), ModelOptions.ofShape(shape));
  }
}
