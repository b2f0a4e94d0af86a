package io.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.golden.GoldenCase;
import io.assay.model.Batched;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What is handed over at once fills whole calls. */
final class FullCallsTest {
  /** Gives nothing, in calls of no size. */
  private record Free(ModelSignature signature) implements BlackBox {
    @Override
    public Tensor outputs(Tensor input) {
      return input;
    }

    @Override
    public void close() {}
  }

  @Test
  void roomIsFilledWithWholeCallsAndAtLeastOne() {
    try (BlackBox model = ModelFiles.openTorchScript(GoldenCase.mlpBc().scripted(), calls(48))) {
      BlackBox large = model.as(Batched.class).orElseThrow().withCallRows(2048);

      assertThat(Batched.filling(model, 1000)).isEqualTo(960);
      assertThat(Batched.filling(model, 16)).isEqualTo(48);
      assertThat(Batched.filling(large, 1000)).isEqualTo(2048);
      assertThat(Batched.filling(new Free(model.signature()), 1000)).isEqualTo(1000);
    }
  }

  private static ModelOptions calls(int rows) {
    return Models.batchesOf(rows, 30);
  }
}
