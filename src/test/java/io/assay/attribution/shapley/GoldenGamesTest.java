package io.assay.attribution.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.baseline.Baseline;
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
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Owen values and sampled Shapley values of real networks, pictures and texts among them, against
 * shap 0.51 and enumeration in float64. The networks run in float32, so values may be off by 1e-5
 * of the largest.
 */
class GoldenGamesTest {
  private static final double FLOAT32 = 1e-5;
  private static final List<AttributionMethod<BlackBox>> ENUMERATING =
      List.of(
          new ExactShapley(ExactShapley.Options.standard()),
          new KernelShap(new KernelShap.Options(1022, 16)),
          new PermutationShap(new PermutationShap.Options(1022, 16)));

  @Test
  void owenValuesAreThoseOfShapAlongTheSameTree() {
    GoldenCase golden = GoldenCase.mlpBc10();
    Npy expected = golden.npy("shap_partition_owen");
    AttributionRequest request =
        request(
            golden.inputs(),
            8,
            Baseline.background(golden.background()),
            Requests.singletons(10),
            2);
    Owen method = new Owen(new Owen.Options(newick(golden), 4000, 16));

    try (BlackBox model = ModelFiles.openTorchScript(golden.traced(), ModelOptions.ofShape(10))) {
      Attributions result = method.attribute(model, request);

      assertThat(method.callsPerRow(10, 1).forward()).isLessThan(1023);
      assertAgree(expected, result);
    }
  }

  @Test
  void regionsOfPicturesHaveTheirShapleyValues() {
    GoldenCase golden = GoldenCase.cnnDigits();
    List<String> regions = IntStream.range(0, 8).mapToObj(i -> "region-" + i).toList();
    FeatureGroups groups = FeatureGroups.of(regions, golden.groups());
    AttributionRequest request =
        request(golden.inputs(), 16, Baseline.single(golden.baselineZero()), groups, 10);

    try (BlackBox model =
        ModelFiles.openTorchScript(golden.traced(), ModelOptions.ofShape(1, 8, 8))) {
      Npy expected = golden.npy("exact_shapley_groups_zero");
      for (AttributionMethod<BlackBox> method : ENUMERATING) {
        assertAgree(expected, method.attribute(model, request));
      }
    }
  }

  @Test
  void tokensOfTextsHaveTheirShapleyValues() {
    GoldenCase golden = GoldenCase.textAttn();
    AttributionRequest request =
        request(
            golden.npy("ids").tensor(),
            8,
            Baseline.single(golden.npy("reference_ids").tensor()),
            Requests.singletons(9),
            2);
    ModelOptions options = ModelOptions.ofShape(9).withInputType(InputType.INT64);

    try (BlackBox model = ModelFiles.openTorchScript(golden.scripted(), options)) {
      Npy expected = golden.npy("exact_shapley_tokens_pad");
      for (AttributionMethod<BlackBox> method : ENUMERATING) {
        assertAgree(expected, method.attribute(model, request));
      }
    }
  }

  private static AttributionRequest request(
      Tensor input, int rows, Baseline baseline, FeatureGroups groups, int outputs) {
    return new AttributionRequest(
        new TensorBatch(Requests.ids(rows), input.slice(0, rows)),
        Target.outputs(IntStream.range(0, outputs).toArray()),
        baseline,
        groups,
        7);
  }

  /** Compares [rows, players, outputs] there with [rows, outputs, players] here. */
  private static void assertAgree(Npy expected, Attributions result) {
    int players = result.groups();
    int outputs = result.slots();
    for (int at = 0; at < expected.values().length; at++) {
      int output = at % outputs;
      int player = at / outputs % players;
      int row = at / outputs / players;
      assertThat((double) result.values().at((row * outputs + output) * players + player))
          .isCloseTo(expected.values()[at], within(FLOAT32 * expected.maxAbs()));
    }
  }

  /** Writes scipy's linkage matrix, [merges, (one, other, distance, size)], as nested brackets. */
  private static String newick(GoldenCase golden) {
    double[] linkage = golden.npy("partition_clustering").values();
    List<String> trees = new ArrayList<>(Requests.singletons(10).names());
    for (int merge = 0; merge < linkage.length; merge += 4) {
      String one = trees.get((int) linkage[merge]);
      String other = trees.get((int) linkage[merge + 1]);
      trees.add("(" + one + "," + other + "):" + linkage[merge + 2]);
    }
    return trees.get(trees.size() - 1) + ";";
  }
}
