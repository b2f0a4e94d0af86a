package io.assay.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.attribution.Attributions;
import io.assay.attribution.Diagnostic;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.ModelCalls;
import io.assay.model.BlackBox;
import io.assay.table.AttributionTable.Kept;
import io.assay.table.AttributionTable.Layout;
import io.assay.table.AttributionTable.Spec;
import io.assay.tensor.RowIds;
import io.assay.tensor.RowSelection;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttributionTableTest {
  private static final MethodInfo<BlackBox> SAMPLED = method(Completeness.EXACT, true);
  private static final MethodInfo<BlackBox> PLAIN = method(Completeness.NONE, false);
  private static final Kept NOTHING_KEPT_OF_TWO = kept(2);

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noArrowMemoryIsLeft() {
    allocator.close();
  }

  @Test
  void theWideLayoutHasAColumnAGroupAndItsError() {
    AttributionTable table =
        new AttributionTable(
            new Spec(
                SAMPLED,
                Layout.WIDE,
                List.of("age", "a b.c"),
                List.of("defect"),
                List.of(),
                Map.of()));
    try (VectorSchemaRoot root = VectorSchemaRoot.create(table.schema(), allocator)) {
      table.fill(root, twoRows(2), (row, slot) -> "class " + slot, NOTHING_KEPT_OF_TWO);

      assertThat(names(root))
          .containsExactly(
              "row_id",
              "target",
              "score",
              "baseline_score",
              "completeness_gap",
              "model_calls",
              "defect",
              "age",
              "age__se",
              "a b.c",
              "a b.c__se");
      assertThat(texts(root, "row_id")).containsExactly("r0", "r0", "r1", "r1");
      assertThat(texts(root, "target")).containsExactly("class 0", "class 1", "class 0", "class 1");
      assertThat(objects(root, "score")).containsExactly(10f, 11f, 12f, 13f);
      assertThat(objects(root, "baseline_score")).containsExactly(1f, 2f, 3f, 4f);
      assertThat(objects(root, "model_calls")).containsExactly(5L, 5L, 5L, 5L);
      assertThat(objects(root, "defect")).containsExactly(.5f, .5f, .5f, .5f);
      assertThat(objects(root, "age")).containsExactly(0f, 2f, 4f, 6f);
      assertThat(objects(root, "a b.c")).containsExactly(1f, 3f, 5f, 7f);
      assertThat(objects(root, "a b.c__se")).containsExactly(.1f, .3f, .5f, .7f);
      // sum of values - (score - baseline score), such as 0 + 1 - (10 - 1)
      assertThat(objects(root, "completeness_gap")).containsExactly(-8.0, -4.0, 0.0, 4.0);
    }
  }

  @Test
  void theSchemaCarriesTheRunsNotes() {
    Map<String, String> notes = Map.of("run-id", "r1", "features", "[\"<script>\"]");

    AttributionTable table =
        new AttributionTable(
            new Spec(PLAIN, Layout.WIDE, List.of("x"), List.of(), List.of(), notes));

    assertThat(table.schema().getCustomMetadata()).isEqualTo(notes);
  }

  @Test
  void theArrayLayoutHasOneListARecord() {
    AttributionTable table =
        new AttributionTable(
            new Spec(
                SAMPLED, Layout.ARRAY, List.of("x", "y"), List.of("defect"), List.of(), Map.of()));
    try (VectorSchemaRoot root = VectorSchemaRoot.create(table.schema(), allocator)) {
      table.fill(root, twoRows(2), (row, slot) -> "t", NOTHING_KEPT_OF_TWO);

      assertThat(objects(root, "values"))
          .containsExactly(List.of(0f, 1f), List.of(2f, 3f), List.of(4f, 5f), List.of(6f, 7f));
      assertThat(objects(root, "std_errors").get(1)).isEqualTo(List.of(.2f, .3f));
    }
  }

  @Test
  void whatAMethodDoesNotGiveIsNull() {
    Attributions bare = attributions(1, Optional.empty(), List.of());
    for (Layout layout : Layout.values()) {
      AttributionTable sampled =
          new AttributionTable(
              new Spec(SAMPLED, layout, List.of("x", "y"), List.of("defect"), List.of(), Map.of()));
      AttributionTable plain =
          new AttributionTable(
              new Spec(PLAIN, layout, List.of("x", "y"), List.of(), List.of(), Map.of()));
      try (VectorSchemaRoot first = VectorSchemaRoot.create(sampled.schema(), allocator);
          VectorSchemaRoot second = VectorSchemaRoot.create(plain.schema(), allocator)) {
        sampled.fill(first, bare, (row, slot) -> "t", NOTHING_KEPT_OF_TWO);
        plain.fill(second, bare, (row, slot) -> "t", NOTHING_KEPT_OF_TWO);

        String errors = layout == Layout.WIDE ? "y__se" : "std_errors";
        assertThat(objects(first, errors)).containsExactly(null, null);
        assertThat(objects(first, "defect")).containsExactly(null, null);
        assertThat(objects(second, "completeness_gap")).containsExactly(null, null);
        assertThat(names(second)).doesNotContain(errors);
      }
    }
  }

  @Test
  void keptColumnsOfAnyTypeComeFromTheRowsPositions() {
    List<Field> keep =
        List.of(
            Field.notNullable("site", ArrowType.Utf8.INSTANCE),
            Field.nullable("visits", new ArrowType.Int(64, true)),
            new Field(
                "tags",
                FieldType.nullable(ArrowType.List.INSTANCE),
                List.of(Field.nullable("element", new ArrowType.Int(64, true)))));
    InputLayout layout = InputLayout.of("id", List.of(FeatureColumn.numeric("x"))).withKeep(keep);
    AttributionTable table =
        new AttributionTable(
            new Spec(PLAIN, Layout.WIDE, List.of("x", "y"), List.of(), keep, Map.of()));
    try (InputRoot input = InputRoot.of(layout, allocator, "bad", "r0", "r1");
        VectorSchemaRoot root = VectorSchemaRoot.create(table.schema(), allocator)) {
      input.texts("k0", "north", "south <b>", null);
      BigIntVector visits = (BigIntVector) input.vector("k1");
      visits.setSafe(1, Long.MAX_VALUE);
      visits.setSafe(2, -3);
      ListVector tags = (ListVector) input.vector("k2");
      tags.startNewValue(2);
      ((BigIntVector) tags.getDataVector()).setSafe(0, 7);
      tags.endValue(2, 1);

      table.fill(
          root,
          attributions(2, Optional.empty(), List.of()),
          (row, slot) -> "t",
          new Kept(input.root(), RowSelection.of(1, 2)));

      assertThat(texts(root, "site")).containsExactly("south <b>", "south <b>", "null", "null");
      assertThat(objects(root, "visits")).containsExactly(Long.MAX_VALUE, Long.MAX_VALUE, -3L, -3L);
      assertThat(objects(root, "tags")).containsExactly(null, null, List.of(7L), List.of(7L));
    }
  }

  @Test
  void hostileNamesStandLetterForLetter() {
    List<String> groups = List.of("<script>", "a.b c", "größe", "`,;{}()=", "values");
    List<Field> keep = List.of(Field.nullable("x\ny", ArrowType.Utf8.INSTANCE));

    AttributionTable table =
        new AttributionTable(new Spec(PLAIN, Layout.WIDE, groups, List.of(), keep, Map.of()));

    assertThat(names(table.schema().getFields())).containsAll(groups).contains("x\ny");
  }

  @Test
  void twoColumnsOfOneNameAreRefused() {
    List<Field> keepAge = List.of(Field.nullable("AGE", ArrowType.Utf8.INSTANCE));

    for (String reserved : AttributionTable.reservedNames()) {
      assertRefused(PLAIN, List.of("x", reserved), List.of(), "two columns named " + reserved);
    }
    assertRefused(PLAIN, List.of("age"), keepAge, "two columns named age");
    assertRefused(SAMPLED, List.of("x", "x__se"), List.of(), "two columns named x__se");
    assertRefused(PLAIN, List.of("x", ""), List.of(), "a column without a name");
    assertThat(names(new AttributionTable(spec(Layout.ARRAY, keepAge, "age")).schema().getFields()))
        .contains("AGE", "values");
  }

  private static void assertRefused(
      MethodInfo<?> method, List<String> groups, List<Field> keep, String message) {
    assertThatThrownBy(
            () ->
                new AttributionTable(
                    new Spec(method, Layout.WIDE, groups, List.of(), keep, Map.of())))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(message);
  }

  private static Spec spec(Layout layout, List<Field> keep, String... groups) {
    return new Spec(PLAIN, layout, List.of(groups), List.of(), keep, Map.of());
  }

  @Test
  void whatDoesNotFitTheTableIsRefused() {
    AttributionTable narrow =
        new AttributionTable(
            new Spec(PLAIN, Layout.WIDE, List.of("x"), List.of(), List.of(), Map.of()));
    AttributionTable other =
        new AttributionTable(
            new Spec(PLAIN, Layout.ARRAY, List.of("x", "y"), List.of(), List.of(), Map.of()));
    try (VectorSchemaRoot root = VectorSchemaRoot.create(narrow.schema(), allocator);
        VectorSchemaRoot lists = VectorSchemaRoot.create(other.schema(), allocator)) {
      assertThatThrownBy(() -> fill(narrow, root, twoRows(1), kept(2)))
          .hasMessageContaining("the table has 1 groups");
      assertThatThrownBy(() -> fill(other, root, twoRows(1), kept(2)))
          .hasMessageContaining("the root has columns");
      assertThatThrownBy(() -> fill(other, lists, twoRows(1), kept(1)))
          .hasMessageContaining("1 positions");
      assertThatThrownBy(() -> fill(other, lists, twoRows(1), kept(2)))
          .hasMessageContaining("no column for diagnostics [defect]");
    }
  }

  @Test
  void aDiagnosticThatIsNoNumberIsNull() {
    AttributionTable table =
        new AttributionTable(
            new Spec(PLAIN, Layout.ARRAY, List.of("x", "y"), List.of("fit"), List.of(), Map.of()));
    Tensor fits = Tensor.of(new float[] {Float.NaN, 0.5f}, 2, 1);
    try (VectorSchemaRoot root = VectorSchemaRoot.create(table.schema(), allocator)) {
      fill(
          table,
          root,
          attributions(1, Optional.empty(), List.of(new Diagnostic("fit", fits))),
          kept(2));

      assertThat(root.getVector("fit").getObject(0)).isNull();
      assertThat(root.getVector("fit").getObject(1)).isEqualTo(0.5f);
    }
  }

  @Test
  void aRootCanBeFilledAgainAndWithNothing() {
    AttributionTable table =
        new AttributionTable(
            new Spec(
                SAMPLED, Layout.ARRAY, List.of("x", "y"), List.of("defect"), List.of(), Map.of()));
    try (VectorSchemaRoot root = VectorSchemaRoot.create(table.schema(), allocator)) {
      fill(table, root, twoRows(2), kept(2));
      fill(table, root, twoRows(1), kept(2));
      assertThat(root.getRowCount()).isEqualTo(2);
      assertThat(objects(root, "values")).hasSize(2);

      Attributions none =
          new Attributions(
              new RowIds(List.of()),
              Tensor.zeros(0, 1, 2),
              Tensor.zeros(0, 1),
              Tensor.zeros(0, 1),
              Optional.of(Tensor.zeros(0, 1, 2)),
              List.of(),
              ModelCalls.same(0, 0, 0, 0));
      fill(table, root, none, kept(0));
      assertThat(root.getRowCount()).isZero();
    }
  }

  private static void fill(
      AttributionTable table, VectorSchemaRoot root, Attributions attributions, Kept kept) {
    table.fill(root, attributions, (row, slot) -> "t", kept);
  }

  private static Attributions twoRows(int slots) {
    float[] errors = new float[4 * slots];
    float[] defects = new float[2 * slots];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = i / 10f;
      defects[i / 2] = .5f;
    }
    return attributions(
        slots,
        Optional.of(Tensor.of(errors, 2, slots, 2)),
        List.of(new Diagnostic("defect", Tensor.of(defects, 2, slots))));
  }

  /** Values 0, 1, 2, ...; scores 10, 11, ...; baseline scores 1, 2, ...; 5 calls a row. */
  private static Attributions attributions(
      int slots, Optional<Tensor> errors, List<Diagnostic> diagnostics) {
    float[] values = new float[4 * slots];
    float[] scores = new float[2 * slots];
    float[] baselineScores = new float[2 * slots];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] = 10 + i;
      baselineScores[i] = 1 + i;
    }
    return new Attributions(
        new RowIds(List.of("r0", "r1")),
        Tensor.of(values, 2, slots, 2),
        Tensor.of(scores, 2, slots),
        Tensor.of(baselineScores, 2, slots),
        errors,
        diagnostics,
        ModelCalls.same(2, 3, 2, 1));
  }

  private static MethodInfo<BlackBox> method(Completeness completeness, boolean isSampled) {
    return new MethodInfo<>(
        "m",
        "M",
        "A method.",
        BlackBox.class,
        MethodInfo.Scale.SCORE,
        completeness,
        true,
        isSampled,
        "1",
        "none");
  }

  private static Kept kept(int rows) {
    return new Kept(new VectorSchemaRoot(List.of()), RowSelection.all(rows));
  }

  private static List<String> names(VectorSchemaRoot root) {
    return names(root.getSchema().getFields());
  }

  private static List<String> names(List<Field> fields) {
    return fields.stream().map(Field::getName).toList();
  }

  private static List<String> texts(VectorSchemaRoot root, String column) {
    return objects(root, column).stream().map(String::valueOf).toList();
  }

  private static List<Object> objects(VectorSchemaRoot root, String column) {
    FieldVector vector = root.getVector(column);
    List<Object> objects = new ArrayList<>();
    for (int row = 0; row < root.getRowCount(); row++) {
      objects.add(vector.getObject(row));
    }
    return objects;
  }
}
