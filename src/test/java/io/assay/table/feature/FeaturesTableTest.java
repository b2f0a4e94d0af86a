package io.assay.table.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeaturesTableTest {
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noArrowMemoryIsLeft() {
    allocator.close();
  }

  @Test
  void everyNumberStandsInTheColumnOfItsName() {
    FeatureRecord record =
        new FeatureRecord("ig", "malignant", "<b>", List.of("a", "b"), 2, 7, 0.75, 0.5, true);
    try (VectorSchemaRoot root =
        VectorSchemaRoot.create(FeaturesTable.schema(Map.of("run-id", "r")), allocator)) {
      FeaturesTable.fill(root, List.of(record));

      assertThat(root.getSchema().getFields())
          .extracting(Field::getName)
          .containsExactly(
              "method target feature group cluster leaf_order selected_share stability chosen"
                  .split(" "));
      assertThat(record(root, 0)).isEqualTo("ig malignant <b> [\"a\",\"b\"] 2 7 0.75 0.5 true");
      assertThat(root.getSchema().getCustomMetadata()).containsEntry("run-id", "r");
    }
  }

  @Test
  void whatIsNotKnownIsNull() {
    FeatureRecord record = new FeatureRecord("m", "t", "f", List.of(), 0, 0, 0, Double.NaN, false);
    try (VectorSchemaRoot root =
        VectorSchemaRoot.create(FeaturesTable.schema(Map.of()), allocator)) {
      FeaturesTable.fill(root, List.of(record));

      assertThat(record(root, 0)).isEqualTo("m t f null null null 0.0 null false");
    }
  }

  private static String record(VectorSchemaRoot root, int row) {
    return root.getFieldVectors().stream()
        .map(vector -> String.valueOf(vector.getObject(row)))
        .collect(Collectors.joining(" "));
  }
}
