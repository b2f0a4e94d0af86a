package io.assay.global.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalMethodContract;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalTrial;
import io.assay.global.effect.PermutationImportance.Measure;
import io.assay.global.effect.PermutationImportance.Options;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Permutation importance against labels. */
class LossRisesTest extends GlobalMethodContract {
  @Override
  protected GlobalMethod method() {
    return new PermutationImportance(new Options(1_000_000, 2, Measure.LOSS));
  }

  @Override
  protected List<ThrowingCallable> refusedOptions() {
    return List.of(() -> new Options(1, 2, Measure.LOSS));
  }

  /** Every row has the label 1. */
  @Override
  protected GlobalRequest suited(GlobalRequest plain) {
    return labelled(plain, plain.batch().rowIds().ids().stream().map(id -> "1").toList());
  }

  private static GlobalRequest labelled(GlobalRequest plain, List<String> labels) {
    return new GlobalRequest(
        plain.batch(),
        plain.target(),
        plain.targets(),
        labels,
        plain.columns(),
        plain.groups(),
        plain.baseline(),
        plain.seed(),
        plain.confidence());
  }

  private static double score(TensorBatch batch, int row, int giver) {
    float[] input = batch.input().slice(row, row + 1).values().clone();
    input[0] = batch.input().at(giver, 0);
    return GlobalTrial.MODEL.outputs(Tensor.of(input, 1, GlobalTrial.WIDTH)).at(0, 0);
  }

  /** Squared errors, a call a composed row. */
  @Test
  void itIsWhatBruteForceFinds() {
    TensorBatch batch = GlobalTrial.batch(17, 1);
    double sum = 0;
    for (int row = 0; row < 17; row++) {
      for (int shift = 1; shift <= 2; shift++) {
        sum +=
            Math.pow(score(batch, row, (row + shift) % 17) - 1, 2)
                - Math.pow(score(batch, row, row) - 1, 2);
      }
    }

    List<GlobalRecord> found =
        method().ask(GlobalTrial.MODEL, suited(GlobalTrial.request(batch))).records();

    assertThat(found.get(0).feature()).isEqualTo("a");
    assertThat(found.get(0).value().value()).isEqualTo(sum / 34, within(1e-9));
  }

  /** The truth is the score itself, so that any other value of a feature is worse. */
  @Test
  void aModelThatIsRightLosesByEveryFeatureThatItReads() {
    TensorBatch batch = GlobalTrial.batch(200, 2);
    Tensor scores = GlobalTrial.MODEL.outputs(batch.input());
    List<String> labels =
        java.util.stream.IntStream.range(0, 200)
            .mapToObj(row -> String.valueOf(scores.at(row, 0)))
            .toList();

    List<GlobalRecord> found =
        method().ask(GlobalTrial.MODEL, labelled(GlobalTrial.request(batch), labels)).records();

    for (GlobalRecord each : found) {
      boolean isRead = List.of("a", "b", "site").contains(each.feature());
      assertThat(each.value().low() > 0).as(each.feature()).isEqualTo(isRead);
    }
  }

  @Test
  void rowsWithoutATruthAreLeftOut() {
    TensorBatch batch = GlobalTrial.batch(20, 3);
    List<String> labels =
        java.util.stream.IntStream.range(0, 20)
            .mapToObj(row -> row % 2 == 0 ? "2.5" : row % 4 == 1 ? "" : "unknown")
            .toList();
    int[] known = java.util.stream.IntStream.range(0, 10).map(row -> 2 * row).toArray();

    List<GlobalRecord> found =
        method().ask(GlobalTrial.MODEL, labelled(GlobalTrial.request(batch), labels)).records();

    GlobalRequest alone =
        labelled(
            GlobalTrial.request(batch.select(known)), java.util.Collections.nCopies(10, "2.5"));
    assertThat(found).isEqualTo(method().ask(GlobalTrial.MODEL, alone).records());
    assertThatThrownBy(
            () ->
                method()
                    .ask(
                        GlobalTrial.MODEL,
                        labelled(
                            GlobalTrial.request(batch), java.util.Collections.nCopies(20, "x"))))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("the first one is \"x\"")
        .hasMessageContaining("input.label");
  }
}
