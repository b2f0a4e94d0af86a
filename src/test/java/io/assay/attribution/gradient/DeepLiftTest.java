package io.assay.attribution.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.LayeredNet;
import io.assay.fakes.Requests;
import io.assay.model.RuleBased;
import io.assay.tensor.Tensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DeepLiftTest {
  // f = 3 relu(a + b - 1)
  private static final LayeredNet NET =
      LayeredNet.from(2)
          .linear("hidden", new double[][] {{1, 1}}, -1)
          .relu("relu")
          .linear("out", new double[][] {{3}}, 0)
          .build();

  @Nested
  class AgainstOneReference extends RuleBasedContract {
    @Override
    protected AttributionMethod<RuleBased> method() {
      return new DeepLift(DeepLift.Options.standard());
    }

    @Override
    protected Set<Law> laws() {
      return EnumSet.complementOf(EnumSet.of(Law.BACKGROUND));
    }
  }

  @Nested
  class OverABackground extends RuleBasedContract {
    @Override
    protected AttributionMethod<RuleBased> method() {
      return new DeepLiftShap(DeepLiftShap.Options.standard());
    }
  }

  @Test
  void differencesAreRescaledAtAKink() {
    // from (0, 0) to (2, 1) the unit goes from -1 to 2 and its value from 0 to 2: multiplier 2/3
    AttributionRequest request =
        Requests.of(Requests.row(2, 1), Baseline.single(Requests.row(0, 0)));

    Attributions result = new DeepLift(DeepLift.Options.standard()).attribute(NET, request);

    assertThat(result.values().values()).containsExactly(new float[] {4, 2}, within(1e-6f));
    assertThat(result.scores().at(0)).isEqualTo(6);
    assertThat(result.baselineScores().at(0)).isZero();
  }

  @Test
  void aBackgroundGivesTheWeightedMeanOfItsReferences() {
    // from (0, 0): 4, 2 as above; from (1, 1), where the unit is on: 3 * (1, 0)
    AttributionRequest request =
        Requests.of(
            Requests.row(2, 1),
            Baseline.background(Tensor.of(new float[] {0, 0, 1, 1}, 2, 2), new double[] {1, 3}));

    Attributions result = new DeepLiftShap(DeepLiftShap.Options.standard()).attribute(NET, request);

    assertThat(result.values().values())
        .containsExactly(new float[] {1 + 9f / 4, 0.5f}, within(1e-6f));
    assertThat(result.baselineScores().at(0)).isEqualTo(9f / 4);
    assertThat(result.calls().forward(0)).isEqualTo(2);
    assertThat(result.calls().gradient(0)).isEqualTo(2);
  }

  @Test
  void aGroupGetsTheSumOfItsMembers() {
    AttributionRequest request =
        Requests.of(Requests.row(2, 1), Baseline.single(Requests.row(0, 0)));
    FeatureGroups one = FeatureGroups.of(List.of("both"), new int[] {0, 0});

    Attributions result =
        new DeepLift(DeepLift.Options.standard()).attribute(NET, Requests.with(request, one));

    assertThat(result.values().values()).containsExactly(new float[] {6}, within(1e-6f));
  }

  @Test
  void severalReferencesAreRefusedWithAWayOut() {
    DeepLift method = new DeepLift(DeepLift.Options.standard());

    assertThat(method.callsPerRow(3, 1)).isEqualTo(new CallsPerRow(1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> method.callsPerRow(3, 16))
        .withMessageContaining("one reference, not 16")
        .withMessageContaining("deep-lift-shap");
  }
}
