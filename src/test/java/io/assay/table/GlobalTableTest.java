package io.assay.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.global.Axis;
import io.assay.global.Estimate;
import io.assay.global.GlobalRecord;
import io.assay.global.InputColumn;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GlobalTableTest {
  private static final Estimate ONE = new Estimate(1, 2, 3, 4);
  private static final InputColumn SITE =
      new InputColumn("site", List.of(1, 2), List.of("north", "<b>south</b>"), List.of());
  private static final InputColumn AGE = InputColumn.numeric("age", 0);
  private static final Tensor ROWS = Tensor.of(new float[] {5, 1, 0, 7, 0, 1}, 2, 3);

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noArrowMemoryIsLeft() {
    allocator.close();
  }

  private String written(GlobalRecord record) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(GlobalTable.schema(Map.of()), allocator)) {
      GlobalTable.fill(root, "m", List.of(record));
      return root.getFieldVectors().stream()
          .map(vector -> vector.getName() + "=" + vector.getObject(0))
          .collect(Collectors.joining(" "));
    }
  }

  @Test
  void aScoreHasRanksAndNoPlace() {
    GlobalRecord score =
        GlobalRecord.score("f", "a", ONE, new GlobalRecord.Rank(2, 1, 3), 9).with("b");

    assertThat(written(score))
        .isEqualTo(
            "method=m target=f feature=a with=b kind=score position=0 label=null row_id=null"
                + " x=null x_with=null value=1.0 se=2.0 low=3.0 high=4.0"
                + " rank=2 rank_low=1 rank_high=3 rows=9");
  }

  @Test
  void aPointOfACategoryIsNamedAndHasNoNumber() {
    Axis.Point south = Axis.of(SITE, ROWS, 5).points().get(1);

    assertThat(written(GlobalRecord.curve("f", SITE, south, ONE, 9)))
        .isEqualTo(
            "method=m target=f feature=site with=null kind=curve position=1"
                + " label=<b>south</b> row_id=null x=null x_with=null value=1.0 se=2.0 low=3.0"
                + " high=4.0 rank=null rank_low=null rank_high=null rows=9");
  }

  @Test
  void aLineBearsItsRowAndACellBothPlaces() {
    Axis age = Axis.of(AGE, ROWS, 5);
    Axis site = Axis.of(SITE, ROWS, 5);

    assertThat(written(GlobalRecord.line("f", AGE, age.points().get(1), "r7", 6)))
        .contains("kind=line position=1 label=null row_id=r7 x=7.0 x_with=null value=6.0 se=0.0");
    assertThat(written(GlobalRecord.cell("f", age, 1, site, 0).behind(ONE, 9)))
        .contains("feature=age with=site kind=cell position=2 label=7.0 / north row_id=null x=7.0");
  }

  @Test
  void whatIsNotKnownIsNull() {
    assertThat(written(GlobalRecord.score("f", "a", Estimate.unsure(5), null, 1)))
        .contains("value=5.0 se=null low=null high=null rank=null rank_low=null");
  }
}
