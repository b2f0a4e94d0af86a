package io.assay.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;

class InputLayoutTest {
  private static final List<Field> KEEP =
      List.of(
          Field.notNullable("<script>", ArrowType.Utf8.INSTANCE),
          Field.nullable("seen at", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
          new Field(
              "tags",
              FieldType.nullable(ArrowType.List.INSTANCE),
              List.of(Field.nullable("element", ArrowType.Utf8.INSTANCE))));
  private static final InputLayout LAYOUT =
      InputLayout.of(
              "patient id",
              List.of(
                  FeatureColumn.numeric("größe.1"),
                  FeatureColumn.oneHot("", List.of("a", "b")),
                  FeatureColumn.ordinal("grade", Map.of("low", 1.0))))
          .withLabel("y`")
          .withKeep(KEEP)
          .withSlices(List.of(SliceColumn.value("site")));

  @Test
  void columnsBearCanonicalNamesInOneOrder() {
    assertThat(LAYOUT.inputSchema().getFields())
        .extracting(Field::toString)
        .containsExactly(
            "row_id: Utf8",
            "f0: FloatingPoint(DOUBLE)",
            "f1: Utf8",
            "f2: Utf8",
            "label: Utf8",
            "k0: Utf8",
            "k1: Timestamp(MICROSECOND, UTC)",
            "k2: List<element: Utf8>",
            "s0: Utf8");
    assertThat(LAYOUT.width()).isEqualTo(4);
  }

  @Test
  void anArrayColumnIsAListOfFloat32() {
    InputLayout layout = InputLayout.of("id", List.of(FeatureColumn.array("pixels", 784)));

    assertThat(layout.inputSchema().getFields().get(1).toString())
        .isEqualTo("features: List<element: FloatingPoint(SINGLE)>");
    assertThat(layout.width()).isEqualTo(784);
  }

  @Test
  void aLayoutTravelsAsItIs() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(LAYOUT);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      InputLayout arrived = (InputLayout) in.readObject();
      assertThat(arrived).isEqualTo(LAYOUT);
      assertThat(arrived.keepFields()).isEqualTo(KEEP);
    }
  }

  @Test
  void columnsThatCannotBeReadAreRefused() {
    FeatureColumn array = FeatureColumn.array("pixels", 2);

    assertThatThrownBy(() -> InputLayout.of("id", List.of()))
        .hasMessageContaining("at least one feature");
    assertThatThrownBy(() -> InputLayout.of("id", List.of(array, FeatureColumn.numeric("x"))))
        .hasMessageContaining("stands alone");
    assertThatThrownBy(() -> FeatureColumn.array("pixels", 0)).hasMessageContaining("width 0");
    assertThatThrownBy(() -> FeatureColumn.oneHot("site", List.of()))
        .hasMessageContaining("width 0");
    assertThatThrownBy(() -> FeatureColumn.oneHot("site", List.of("a", "a")))
        .hasMessageContaining("category twice");
    assertThatThrownBy(() -> FeatureColumn.ordinal("grade", Map.of("low", 1e39)))
        .hasMessageContaining("finite in float32");
  }

  @Test
  void aLongValueIsCutToEightyCharactersButNeverWithinOne() {
    Reject plain = new Reject("1", "c", Reject.Reason.NULL, "x".repeat(81));
    Reject pairs = new Reject("1", "c", Reject.Reason.NULL, "😀".repeat(60));

    assertThat(plain.value()).isEqualTo("x".repeat(79) + "…");
    assertThat(pairs.value()).isEqualTo("😀".repeat(39) + "…");
    assertThat(new Reject("1", "c", Reject.Reason.NULL, "x".repeat(80)).value()).hasSize(80);
  }
}
