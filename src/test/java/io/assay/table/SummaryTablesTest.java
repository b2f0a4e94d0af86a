package io.assay.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.aggregate.Importance;
import io.assay.table.Reject.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SummaryTablesTest {
  private static final Importance NUMBERS =
      new Importance(
          100, 1, 2, 3, 4, .5, .6, .7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, .21);

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noArrowMemoryIsLeft() {
    allocator.close();
  }

  @Test
  void everyComponentOfImportanceIsAColumnOfItsName() {
    try (VectorSchemaRoot root =
        VectorSchemaRoot.create(ImportanceTable.schema(Map.of("run-id", "r")), allocator)) {
      ImportanceTable.fill(
          root,
          List.of(
              new ImportanceRecord("ig", "malignant", "all", "size", List.of("a", "b.c"), NUMBERS),
              new ImportanceRecord("ig", "malignant", "all", "<script>", List.of(), NUMBERS)));

      assertThat(root.getSchema().getFields())
          .extracting(Field::getName)
          .containsExactly(
              ("method target slice feature group rows mean_abs mean_abs_se low high share share_low"
                      + " share_high rank rank_low rank_high mean mean_se std min p05 p25 p50 p75"
                      + " p95 max positive_share")
                  .split(" "));
      assertThat(record(root, 0))
          .isEqualTo(
              "ig malignant all size [\"a\",\"b.c\"] 100 1.0 2.0 3.0 4.0 0.5 0.6 0.7 8 9 10 11.0"
                  + " 12.0 13.0 14.0 15.0 16.0 17.0 18.0 19.0 20.0 0.21");
      assertThat(record(root, 1)).startsWith("ig malignant all <script> null 100 ");
      assertThat(root.getSchema().getCustomMetadata()).containsEntry("run-id", "r");
    }
  }

  @Test
  void anUnknownNumberIsNull() {
    double unknown = Double.NaN;
    Importance ofOneRow =
        new Importance(
            1, 1, unknown, 0, unknown, 1, 1, 1, 1, 1, 1, 1, unknown, unknown, 1, 1, 1, 1, 1, 1, 1,
            1);
    try (VectorSchemaRoot root =
        VectorSchemaRoot.create(ImportanceTable.schema(Map.of()), allocator)) {
      ImportanceTable.fill(
          root, List.of(new ImportanceRecord("m", "t", "all", "f", List.of(), ofOneRow)));

      assertThat(root.getVector("mean_abs_se").isNull(0)).isTrue();
      assertThat(root.getVector("high").isNull(0)).isTrue();
      assertThat(root.getVector("mean_abs").isNull(0)).isFalse();
    }
  }

  @Test
  void rejectsSayRowColumnReasonAndValue() {
    try (VectorSchemaRoot root =
        VectorSchemaRoot.create(RejectsTable.schema(Map.of()), allocator)) {
      RejectsTable.fill(
          root,
          List.of(
              new Reject("7", "größe <b>", Reason.UNKNOWN_CATEGORY, "Mars"),
              new Reject("", "id", Reason.NO_ROW_ID, "null")));

      assertThat(record(root, 0)).isEqualTo("7 größe <b> unknown-category Mars");
      assertThat(record(root, 1)).isEqualTo("null id no-row-id null");
      assertThat(root.getVector("row_id").isNull(1)).isTrue();
    }
  }

  @Test
  void statesComeBackByteForByte() {
    ByteBuffer within = ByteBuffer.wrap(new byte[] {9, 0, -1, 127, 9}, 1, 3);
    try (VectorSchemaRoot root = VectorSchemaRoot.create(StatesTable.schema(Map.of()), allocator)) {
      StatesTable.fill(
          root,
          List.of(
              new StateRecord("m", "t", "all", "importance-1", within),
              new StateRecord("m", "t", "site=", "importance-1", ByteBuffer.allocate(0))));

      VarBinaryVector states = (VarBinaryVector) root.getVector("state");
      assertThat(states.get(0)).containsExactly(0, -1, 127);
      assertThat(states.get(1)).isEmpty();
      assertThat(root.getVector("kind").getObject(0)).hasToString("importance-1");
      assertThat(within.position()).isEqualTo(1);
    }
  }

  @Test
  void aTableWithoutRecordsIsEmptyAndAnotherRootIsRefused() {
    try (VectorSchemaRoot root =
        VectorSchemaRoot.create(RejectsTable.schema(Map.of()), allocator)) {
      RejectsTable.fill(root, List.of());

      assertThat(root.getRowCount()).isZero();
      assertThatThrownBy(() -> StatesTable.fill(root, List.of()))
          .hasMessageContaining("the root has columns");
    }
  }

  private static String record(VectorSchemaRoot root, int row) {
    return String.join(
        " ",
        root.getFieldVectors().stream()
            .map(vector -> String.valueOf(vector.getObject(row)))
            .toList());
  }
}
