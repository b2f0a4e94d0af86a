package io.assay.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.aggregate.Difference;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DifferencesTableTest {
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noArrowMemoryIsLeft() {
    allocator.close();
  }

  @Test
  void everyNumberStandsInTheColumnOfItsName() {
    Difference numbers = new Difference(30, 70, 1, 2, 3, 4, 0.01);
    DifferenceRecord record =
        new DifferenceRecord(
            "ig", "malignant", "<b>", "rest", "size", List.of("a", "b"), numbers, 0.02, true);
    try (VectorSchemaRoot root =
        VectorSchemaRoot.create(DifferencesTable.schema(Map.of("run-id", "r")), allocator)) {
      DifferencesTable.fill(root, List.of(record));

      assertThat(root.getSchema().getFields())
          .extracting(Field::getName)
          .containsExactly(
              ("method target slice other feature group rows other_rows difference se low high p q"
                      + " found")
                  .split(" "));
      assertThat(record(root, 0))
          .isEqualTo(
              "ig malignant <b> rest size [\"a\",\"b\"] 30 70 1.0 2.0 3.0 4.0 0.01 0.02 true");
      assertThat(root.getSchema().getCustomMetadata()).containsEntry("run-id", "r");
    }
  }

  @Test
  void whatWasNotTestedIsNullAndNotFound() {
    Difference numbers = new Difference(3, 70, 1, 2, 3, 4, 0.01).untested();
    DifferenceRecord record =
        new DifferenceRecord("m", "t", "s", "rest", "f", List.of(), numbers, 0, true)
            .judged(Double.NaN, 0.05);
    try (VectorSchemaRoot root =
        VectorSchemaRoot.create(DifferencesTable.schema(Map.of()), allocator)) {
      DifferencesTable.fill(root, List.of(record));

      assertThat(record(root, 0))
          .isEqualTo("m t s rest f null 3 70 1.0 2.0 3.0 4.0 null null false");
    }
  }

  private static String record(VectorSchemaRoot root, int row) {
    return root.getFieldVectors().stream()
        .map(vector -> String.valueOf(vector.getObject(row)))
        .collect(Collectors.joining(" "));
  }
}
