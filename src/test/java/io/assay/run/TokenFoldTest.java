package io.assay.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.attribution.Attributions;
import io.assay.attribution.ModelCalls;
import io.assay.tensor.Coded;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenFoldTest {
  @Test
  void tokensThatStandTwiceAreSummedOnceAndPaddingIsLeftOut() {
    RowIds ids = new RowIds(List.of("a", "b"));
    Tensor input = Tensor.of(new float[] {7, 3, 7, 0, 0, 9, 0, 0}, 2, 4);
    RowBatch batch =
        new RowBatch(
            new TensorBatch(ids, input),
            Coded.of(List.of()),
            Coded.of(List.of(List.of(), List.of())),
            List.of(List.of("x", "y", "x"), List.of("<pad>", "z")),
            List.of());
    float[] ofSlots = {1, 2, 1e8f, 50, -1, 5, 1, 50, 3, 4, 50, 50, 0, 8, 50, 50};
    Attributions result =
        new Attributions(
            ids,
            Tensor.of(ofSlots, 2, 2, 4),
            Tensor.zeros(2, 2),
            Tensor.zeros(2, 2),
            Optional.empty(),
            List.of(),
            ModelCalls.same(2, 0, 1, 0));

    TokenFold fold = TokenFold.of(result, batch);

    assertThat(fold.ids()).containsExactly(0, 3, 7, 9);
    assertThat(fold.rows().rows()).isEqualTo(4);
    assertThat(fold.rows().laidOut(0, 1, 2, 3))
        .containsExactly(0, 2, 1e8f, 0, 0, 5, 0, 0, 3, 0, 0, 4, 0, 0, 0, 8);
    assertThat(fold.rows().named()).containsExactly(0, 1, 2, 3);
  }
}
