package io.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.golden.Npy;
import io.assay.model.BackwardRule;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.LayerGradient;
import io.assay.model.LayerMultipliers;
import io.assay.model.Layered;
import io.assay.model.RescaledGradient;
import io.assay.model.RuleBased;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Backward rules on networks with residuals, attention and every activation. */
final class RuleBasedTest {
  private static final BackwardRule GUIDED = new BackwardRule.Guided();

  private static BlackBox open(String name, Integer... shape) {
    return ModelFiles.openTorchScript(
        Models.file("rules/" + name + ".pt"), ModelOptions.ofShape(shape));
  }

  private static RuleBased rules(BlackBox model) {
    return model.as(RuleBased.class).orElseThrow();
  }

  private static double[] reference(String name) {
    return Npy.read("/engine/rules/" + name + ".npy").values();
  }

  private static Tensor pictures() {
    return Npy.read("/engine/rules/resnet.inputs.npy").tensor();
  }

  private static Target classes() {
    return Target.perRow(Npy.read("/engine/rules/resnet.targets.npy").integers());
  }

  /** References are float64; float32 itself is off by 7e-11 of 1e-3 (torch 1.13 in Python). */
  @ParameterizedTest
  @ValueSource(strings = {"resnet_script", "resnet_trace", "resnet_wide"})
  void guidedGradientsOfAResidualNetworkAreExact(String name) {
    try (BlackBox model = open(name, 3, 32, 32)) {
      Tensor guided = rules(model).gradient(pictures(), classes(), GUIDED).gradients();
      Tensor freely =
          rules(model)
              .gradient(pictures(), classes(), new BackwardRule.Deconvolution())
              .gradients();
      Tensor plain =
          model.as(Differentiable.class).orElseThrow().gradient(pictures(), classes()).gradients();

      assertThat(distance(guided, reference("resnet.guided.f64"))).isLessThan(1e-9);
      assertThat(distance(freely, reference("resnet.deconvolution.f64"))).isLessThan(1e-9);
      assertThat(distance(plain, reference("resnet.gradient.f64"))).isLessThan(1e-8);
    }
  }

  /** bn2 is followed by a sum in place: a hook that keeps the tensor itself would see the sum. */
  @ParameterizedTest
  @CsvSource({
    "resnet_script, layer1",
    "resnet_script, layer2.0.bn2",
    "resnet_script, layer4",
    "resnet_trace, layer1",
    "resnet_trace, layer2.0.bn2",
    "resnet_trace, layer4"
  })
  void tapsOfAResidualNetworkHoldWhatHooksSee(String name, String layer) {
    try (BlackBox model = open(name, 3, 32, 32)) {
      Layered layered = model.as(Layered.class).orElseThrow();

      LayerGradient found = layered.layerGradient(layer, pictures(), classes());

      double[] activations = reference("resnet." + layer + ".f64");
      double largest = Arrays.stream(activations).map(Math::abs).max().orElseThrow();
      assertThat(distance(found.activations(), activations)).isLessThan(1e-6 * largest);
      assertThat(distance(found.gradients(), reference("resnet." + layer + ".gradient.f64")))
          .isLessThan(1e-8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "resnet_script, 3, 32, 32",
    "resnet_trace, 3, 32, 32",
    "activations_script, 6, 0, 0",
    "activations_trace, 6, 0, 0",
    "products_script, 6, 0, 0",
    "products_trace, 6, 0, 0",
    "transformer_script, 7, 8, 0",
    "transformer_trace, 7, 8, 0",
    "transformer_fused, 7, 8, 0"
  })
  void multipliersTimesDifferencesAddUpToTheDifferenceOfScores(String name, int a, int b, int c) {
    Integer[] shape =
        Arrays.stream(new Integer[] {a, b, c}).filter(s -> s > 0).toArray(Integer[]::new);
    try (BlackBox model = open(name, shape)) {
      Tensor rows = normal(1, 5, shape);
      Tensor references = normal(2, 5, shape);

      RescaledGradient found = rules(model).multipliers(rows, references, Target.outputs(2, 0));

      double largest = 0;
      for (float score : found.scores().values()) {
        largest = Math.max(largest, Math.abs(score));
      }
      for (int row = 0; row < 5; row++) {
        for (int slot = 0; slot < 2; slot++) {
          int place = row * 2 + slot;
          double sum = 0;
          for (int i = 0; i < rows.rowLength(); i++) {
            int at = row * rows.rowLength() + i;
            sum +=
                (double) found.multipliers().at(place * rows.rowLength() + i)
                    * (rows.at(at) - (double) references.at(at));
          }
          double difference = (double) found.scores().at(place) - found.referenceScores().at(place);
          assertThat(sum).isCloseTo(difference, within(1e-6 * largest));
        }
      }
      double[] scores = Models.doubles(model.score(rows, Target.outputs(2, 0)));
      assertThat(distance(found.scores(), scores)).isLessThan(1e-6 * largest);
    }
  }

  @ParameterizedTest
  @CsvSource({"resnet_script, layer1", "resnet_trace, layer1", "resnet_script, layer4"})
  void multipliersOfALayerThatAllPassesAddUp(String name, String layer) {
    try (BlackBox model = open(name, 3, 32, 32)) {
      Tensor zeros = Tensor.zeros(pictures().shape());

      LayerMultipliers found = rules(model).multipliers(layer, pictures(), zeros, classes());

      int length = found.activations().rowLength();
      for (int row = 0; row < 2; row++) {
        double sum = 0;
        for (int i = row * length; i < (row + 1) * length; i++) {
          sum +=
              (double) found.rescaled().multipliers().at(i)
                  * (found.activations().at(i) - (double) found.referenceActivations().at(i));
        }
        double score = found.rescaled().scores().at(row);
        double difference = score - found.rescaled().referenceScores().at(row);
        assertThat(sum).isCloseTo(difference, within(1e-6 * Math.abs(score)));
      }
    }
  }

  /** Where nothing asks for gradients, torch's own encoder layer would run fused. */
  @Test
  void multipliersOfEmbeddingsAddUpThroughTorchsOwnEncoder() {
    ModelOptions options = ModelOptions.ofShape(7).withInputType(ModelOptions.InputType.INT64);
    Tensor ids = Npy.read("/engine/rules/encoder.ids.npy").tensor();
    try (BlackBox model =
        ModelFiles.openTorchScript(Models.file("rules/encoder_script.pt"), options)) {
      LayerMultipliers found =
          rules(model).multipliers("embed", ids, Tensor.zeros(3, 7), Target.outputs(1));

      int length = found.activations().rowLength();
      for (int row = 0; row < 3; row++) {
        double sum = 0;
        for (int i = row * length; i < (row + 1) * length; i++) {
          sum +=
              (double) found.rescaled().multipliers().at(i)
                  * (found.activations().at(i) - (double) found.referenceActivations().at(i));
        }
        double score = found.rescaled().scores().at(row);
        double difference = score - found.rescaled().referenceScores().at(row);
        assertThat(sum).isCloseTo(difference, within(2e-6 * Math.abs(difference)));
      }
      assertThatThrownBy(() -> rules(model).gradient(ids, Target.outputs(1), GUIDED))
          .hasMessageContaining("it takes ids");
    }
  }

  @Test
  void aRowAtItsReferenceHasTheGradientForMultipliers() {
    try (BlackBox model = open("activations_script", 6)) {
      Tensor rows = normal(3, 4, 6);
      Differentiable plain = model.as(Differentiable.class).orElseThrow();

      Tensor multipliers = rules(model).multipliers(rows, rows, Target.outputs(1)).multipliers();

      Tensor gradients = plain.gradient(rows, Target.outputs(1)).gradients();
      assertThat(distance(multipliers, Models.doubles(gradients))).isLessThan(1e-6);
    }
  }

  @Test
  void slotsAndBatchesDoNotMix() {
    try (BlackBox model = open("resnet_script", 3, 32, 32)) {
      Tensor rows = normal(4, 3, 3, 32, 32);
      RuleBased rules = rules(model);

      ScoredGradient both = rules.gradient(rows, Target.outputs(4, 1), GUIDED);
      ScoredGradient one = rules.gradient(rows, Target.outputs(1), GUIDED);

      int length = rows.rowLength();
      float[] second = new float[one.gradients().values().length];
      for (int row = 0; row < 3; row++) {
        System.arraycopy(
            both.gradients().values(), (row * 2 + 1) * length, second, row * length, length);
      }
      assertThat(second).isEqualTo(one.gradients().values());
      assertThat(both.scores().at(1)).isEqualTo(one.scores().at(0));
    }
  }

  @Test
  void anOperationWithoutARuleIsRefusedByNameAndPlace() {
    try (BlackBox model = open("unruled", 3)) {
      RuleBased rules = rules(model);
      Tensor rows = normal(5, 2, 3);
      Target target = Target.outputs(0);

      assertThatThrownBy(() -> rules.multipliers(rows, rows, target))
          .isInstanceOfSatisfying(
              AssayException.class,
              refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_ABILITY))
          .hasMessageContaining("no rule for torch.cumprod in code/__torch__.py, line ");
      assertThatThrownBy(() -> rules.gradient(rows, target, new BackwardRule.LrpZPlus()))
          .hasMessageContaining("no rule for torch.cumprod");
      assertThat(rules.gradient(rows, target, GUIDED).gradients())
          .isEqualTo(
              model.as(Differentiable.class).orElseThrow().gradient(rows, target).gradients());
    }
  }

  private static Tensor normal(long seed, int rows, Integer... shape) {
    int length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    int[] sizes = new int[shape.length + 1];
    sizes[0] = rows;
    for (int axis = 0; axis < shape.length; axis++) {
      sizes[axis + 1] = shape[axis];
    }
    Tensor flat = Models.normal(new SplittableRandom(seed), rows, length);
    return Tensor.of(flat.values(), sizes);
  }

  private static double distance(Tensor found, double[] expected) {
    assertThat(found.values()).hasSameSizeAs(expected);
    double most = 0;
    for (int i = 0; i < expected.length; i++) {
      most = Math.max(most, Math.abs(found.at(i) - expected[i]));
    }
    return most;
  }
}
