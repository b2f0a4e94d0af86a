package io.assay.attribution.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.gradient.Lrp.Options;
import io.assay.attribution.gradient.Lrp.Rule;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.LayeredNet;
import io.assay.fakes.Requests;
import io.assay.model.RuleBased;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Guided backpropagation, deconvolution and layer-wise relevance propagation. */
class SentBackTest {
  // f = 2 relu(2a - b) - relu(a + b) + relu(b - 3a): at (2, 1) the units are 3, 3, 0, the score 3
  private static final LayeredNet NET =
      LayeredNet.from(2)
          .linear("hidden", new double[][] {{2, -1}, {1, 1}, {-3, 1}}, 0, 0, 0)
          .relu("relu")
          .linear("out", new double[][] {{2, -1, 1}}, 0)
          .build();
  private static final AttributionRequest REQUEST =
      Requests.of(Requests.row(2, 1), SmoothGradTest.zeros(2));

  @Nested
  class Guided extends RuleBasedContract {
    @Override
    protected AttributionMethod<RuleBased> method() {
      return new GuidedBackprop(GuidedBackprop.Options.standard());
    }
  }

  @Nested
  class Deconvolved extends RuleBasedContract {
    @Override
    protected AttributionMethod<RuleBased> method() {
      return new Deconvolution(Deconvolution.Options.standard());
    }

    @Override
    protected Set<Law> laws() { // what goes back does not ask what came in
      return EnumSet.complementOf(EnumSet.of(Law.NOT_A_NUMBER));
    }
  }

  @Nested
  class Epsilon extends RuleBasedContract {
    @Override
    protected AttributionMethod<RuleBased> method() {
      return new Lrp(Options.standard());
    }
  }

  @Nested
  class ZPlus extends RuleBasedContract {
    @Override
    protected AttributionMethod<RuleBased> method() {
      return new Lrp(Options.of(Rule.Z_PLUS));
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.complementOf(EnumSet.of(Law.LINEARITY)); // all goes to what adds
    }
  }

  @Nested
  class Gamma extends RuleBasedContract {
    @Override
    protected AttributionMethod<RuleBased> method() {
      return new Lrp(Options.of(Rule.GAMMA));
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.complementOf(EnumSet.of(Law.LINEARITY)); // shares depend on the whole sum
    }
  }

  @Test
  void guidedBackpropagationPassesPositiveValuesThroughUnitsThatAreOn() {
    // 2 through the first unit; -1 is stopped, the third is off
    assertThat(of(new GuidedBackprop(GuidedBackprop.Options.standard()), REQUEST))
        .containsExactly(4, -2);
  }

  @Test
  void deconvolutionPassesPositiveValuesThroughAllUnits() {
    // 2 through the first, 1 through the third: (4, -2) + (-3, 1)
    assertThat(of(new Deconvolution(Deconvolution.Options.standard()), REQUEST))
        .containsExactly(1, -1);
  }

  @Test
  void aGroupGetsItsMemberOfLargestMagnitudeWithItsSign() {
    AttributionRequest grouped =
        Requests.with(REQUEST, FeatureGroups.of(List.of("both"), new int[] {0, 0}));

    assertThat(of(new Deconvolution(Deconvolution.Options.standard()), grouped)).containsExactly(1);
  }

  @Test
  void relevanceIsSharedInProportionToWhatInputsGave() {
    // epsilon: the units get 6 and -3, which go on as 4 : -1 of 3 and 2 : 1 of 3
    assertThat(of(new Lrp(Options.standard()), REQUEST))
        .containsExactly(new float[] {8 - 2, -2 - 1}, within(1e-5f));
    // z-plus: all to the first unit, and from there to a
    assertThat(of(new Lrp(Options.of(Rule.Z_PLUS)), REQUEST))
        .containsExactly(new float[] {3, 0}, within(1e-5f));
    // gamma 1 doubles positive weights: 3 goes on as 12 : -3 of 9, 4 as 8 : -1 of 7, -1 as 4 : 2
    assertThat(of(new Lrp(new Options(Rule.GAMMA, 1e-6, 1)), REQUEST))
        .containsExactly(new float[] {32 / 7f - 2 / 3f, -4 / 7f - 1 / 3f}, within(1e-5f));
  }

  @Test
  void relevanceOfANetworkWithoutBiasesAddsUpToItsScore() {
    AttributionRequest request = Requests.of(Requests.rows(5, 2, 3), SmoothGradTest.zeros(2));

    for (Rule rule : new Rule[] {Rule.EPSILON, Rule.GAMMA}) {
      Attributions result = new Lrp(Options.of(rule)).attribute(NET, request);
      for (int row = 0; row < 5; row++) {
        assertThat(result.completenessGap(row, 0)).isCloseTo(0, within(1e-5));
      }
    }
  }

  private static float[] of(AttributionMethod<RuleBased> method, AttributionRequest request) {
    return method.attribute(NET, request).values().values();
  }
}
