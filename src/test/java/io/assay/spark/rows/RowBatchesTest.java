package io.assay.spark.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.table.BatchDecoder;
import io.assay.table.DecodedBatch;
import io.assay.table.FeatureColumn;
import io.assay.table.InputLayout;
import io.assay.table.Reject;
import io.assay.table.Reject.Reason;
import io.assay.table.SliceColumn;
import io.assay.tensor.Coded;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowBatchesTest {
  private static final InputLayout MIXED =
      InputLayout.of(
              "patient",
              List.of(
                  FeatureColumn.numeric("age"),
                  FeatureColumn.numeric("height"),
                  FeatureColumn.oneHot("site", List.of("north", "south", "Ünye")),
                  FeatureColumn.numeric("weight"),
                  FeatureColumn.ordinal("grade", Map.of("low", 1.5, "high", 3.0))))
          .withLabel("truth")
          .withKeep(
              List.of(
                  Field.nullable("visits", new ArrowType.Int(64, true)),
                  Field.nullable("note", ArrowType.Utf8.INSTANCE)))
          .withSlices(List.of(SliceColumn.value("site"), SliceColumn.condition("old")));

  private static final List<@Nullable Double> NUMBERS =
      Arrays.asList(
          0.1, -2.5, 1e-300, null, Double.NaN, Double.POSITIVE_INFINITY, 3.5e38, -0.0, 7.0, 7.25);

  private static StructType schema(InputLayout layout) {
    return ArrowUtils.fromArrowSchema(layout.inputSchema());
  }

  private static @Nullable UTF8String text(@Nullable String text) {
    return text == null ? null : UTF8String.fromString(text);
  }

  /** A row in Spark's own form, as scans and shuffles give it. */
  private static InternalRow unsafe(StructType schema, @Nullable Object... cells) {
    return UnsafeProjection.create(schema).apply(new GenericInternalRow(cells)).copy();
  }

  private static DecodedBatch decode(InputLayout layout, List<InternalRow> rows) {
    return DecodedRows.next(rows.iterator(), new BatchDecoder(layout), rows.size());
  }

  @ParameterizedTest
  @EnumSource(InputLayout.Missing.class)
  void randomRowsAreDecodedAsTheirColumnsSay(InputLayout.Missing missing) {
    InputLayout layout = MIXED.withMissing(missing);
    Random random = new Random(3);
    UnsafeProjection projection = UnsafeProjection.create(schema(layout));
    List<InternalRow> plain = new ArrayList<>();
    List<InternalRow> unsafe = new ArrayList<>();
    Expected expected = new Expected(layout);
    for (int row = 0; row < 3000; row++) {
      @Nullable Object[] cells = cells(random, row);
      plain.add(new GenericInternalRow(cells));
      unsafe.add(projection.apply(new GenericInternalRow(cells)).copy());
      expected.add(cells);
    }

    DecodedBatch decoded = decode(layout, unsafe);

    assertThat(decoded).isEqualTo(expected.batch());
    assertThat(decode(layout, plain)).isEqualTo(decoded);
    assertThat(decoded.batch().rows()).isBetween(300, 2700);
    assertThat(decoded.rejects())
        .extracting(Reject::reason)
        .contains(Reason.NO_ROW_ID, Reason.NULL, Reason.INFINITE, Reason.UNKNOWN_CATEGORY);
  }

  /** Mostly good cells; now and then one of those that are not. */
  private static @Nullable Object[] cells(Random random, int row) {
    return new @Nullable Object[] {
      random.nextInt(50) == 0 ? null : text("r" + row),
      number(random),
      number(random),
      pick(random, "north", "south", "Ünye", "south ", null),
      number(random),
      pick(random, "low", "high", "high", "", null),
      pick(random, "yes", "no", "", "no", null),
      (long) row,
      text("note"),
      pick(random, "a", "b", null, "", "Ünye"),
      pick(random, "true", "false", null, "true", "false"),
    };
  }

  private static @Nullable Double number(Random random) {
    return random.nextInt(8) > 0
        ? (Double) random.nextGaussian()
        : NUMBERS.get(random.nextInt(NUMBERS.size()));
  }

  private static @Nullable UTF8String pick(Random random, @Nullable String... texts) {
    return text(texts[random.nextInt(8) > 0 ? random.nextInt(2) : random.nextInt(texts.length)]);
  }

  /** What the columns of {@link #MIXED} mean, said plainly. */
  private static final class Expected {
    private final boolean isNanKept;
    private final List<String> ids = new ArrayList<>();
    private final List<Float> values = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final List<List<String>> slices = new ArrayList<>();
    private final List<Reject> rejects = new ArrayList<>();

    Expected(InputLayout layout) {
      isNanKept = layout.missing() == InputLayout.Missing.KEEP;
    }

    void add(@Nullable Object[] cells) {
      List<Float> row = new ArrayList<>();
      Reject fault =
          Stream.of(
                  cells[0] == null ? reject("patient", Reason.NO_ROW_ID, "null") : null,
                  number("age", cells[1], row),
                  number("height", cells[2], row),
                  site(cells[3], row),
                  number("weight", cells[4], row),
                  grade(cells[5], row),
                  cells[6] == null ? reject("truth", Reason.NULL, "null") : null)
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
      String id = cells[0] == null ? "" : cells[0].toString();
      if (fault != null) {
        rejects.add(new Reject(id, fault.column(), fault.reason(), fault.value()));
        return;
      }
      ids.add(id);
      values.addAll(row);
      labels.add(String.valueOf(cells[6]));
      String site = cells[9] == null ? "site is null" : "site=" + cells[9];
      boolean isOld = "true".equals(String.valueOf(cells[10]));
      slices.add(isOld ? List.of(site, "old") : List.of(site));
    }

    private static Reject reject(String column, Reason reason, Object value) {
      return new Reject("", column, reason, value.toString());
    }

    private @Nullable Reject number(String column, @Nullable Object cell, List<Float> row) {
      double number = cell == null ? Double.NaN : (Double) cell;
      row.add((float) number);
      if (cell == null || Double.isNaN(number)) {
        Reason reason = cell == null ? Reason.NULL : Reason.NAN;
        return isNanKept ? null : reject(column, reason, String.valueOf(cell));
      }
      return Math.abs(number) > Float.MAX_VALUE ? reject(column, Reason.INFINITE, number) : null;
    }

    private static @Nullable Reject site(@Nullable Object cell, List<Float> row) {
      List<String> known = List.of("north", "south", "Ünye");
      for (String each : known) {
        row.add(each.equals(String.valueOf(cell)) ? 1f : 0f);
      }
      if (cell == null) {
        return reject("site", Reason.NULL, "null");
      }
      return known.contains(cell.toString()) ? null : reject("site", Reason.UNKNOWN_CATEGORY, cell);
    }

    private @Nullable Reject grade(@Nullable Object cell, List<Float> row) {
      if (cell == null) {
        row.add(Float.NaN);
        return isNanKept ? null : reject("grade", Reason.NULL, "null");
      }
      row.add(cell.toString().equals("low") ? 1.5f : 3f);
      return List.of("low", "high").contains(cell.toString())
          ? null
          : reject("grade", Reason.UNKNOWN_CATEGORY, cell);
    }

    DecodedBatch batch() {
      float[] all = new float[values.size()];
      for (int i = 0; i < all.length; i++) {
        all[i] = values.get(i);
      }
      return new DecodedBatch(
          new TensorBatch(new RowIds(ids), Tensor.of(all, ids.size(), 7)),
          Coded.of(labels),
          Coded.of(slices),
          List.of(),
          List.of(),
          rejects);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FeatureColumn.Kind.class,
      names = {"ARRAY", "ARRAY_OF_FLOAT64"})
  void arraysAreReadWhateverTheirForm(FeatureColumn.Kind kind) {
    boolean isFloat64 = kind == FeatureColumn.Kind.ARRAY_OF_FLOAT64;
    FeatureColumn column =
        isFloat64 ? FeatureColumn.arrayOfFloat64("x", 3) : FeatureColumn.array("x", 3);
    InputLayout layout = InputLayout.of("id", List.of(column));
    List<@Nullable List<@Nullable Double>> arrays =
        Arrays.asList(
            Arrays.asList(1.0, 2.0, 3.0),
            Arrays.asList(1.0, 2.0),
            null,
            Arrays.asList(1.0, null, Double.NaN),
            Arrays.asList(1.0, Double.NaN, null),
            Arrays.asList(Double.NaN, 1.0, Double.POSITIVE_INFINITY),
            Arrays.asList(1.0, 2.0, 3.0, 4.0),
            Arrays.asList(4.0, 5.0, 6.0));
    List<InternalRow> plain = new ArrayList<>();
    List<InternalRow> unsafe = new ArrayList<>();
    for (@Nullable List<@Nullable Double> each : arrays) {
      @Nullable Object elements =
          each == null
              ? null
              : new GenericArrayData(
                  each.stream()
                      .map(it -> it == null || isFloat64 ? (Object) it : (Object) it.floatValue())
                      .toArray());
      plain.add(new GenericInternalRow(new @Nullable Object[] {text("r"), elements}));
      unsafe.add(unsafe(schema(layout), text("r"), elements));
    }

    DecodedBatch decoded = decode(layout, unsafe);

    assertThat(decoded.batch().input().values()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(decoded.rejects())
        .extracting(each -> each.reason().key() + " " + each.value())
        .containsExactly(
            "wrong-width 2 elements",
            "null null",
            "null null at [1]",
            "null null at [2]",
            "nan NaN at [0]",
            "wrong-width 4 elements");
    assertThat(decode(layout, plain)).isEqualTo(decoded);
  }

  @Test
  void nothingIsReadBehindAnArrayThatIsShorterThanItsElementsAre() {
    InputLayout layout = InputLayout.of("id", List.of(FeatureColumn.arrayOfFloat64("x", 3)));
    UnsafeArrayData floats = UnsafeArrayData.fromPrimitiveArray(new float[] {1, 2, 3});
    List<InternalRow> rows =
        List.of(new GenericInternalRow(new Object[] {text("r"), floats})); // not what is named

    assertThatThrownBy(() -> decode(layout, rows))
        .hasMessageContaining("does not hold 3 elements of 8 bytes");
  }

  @Test
  void anArrayOfAnotherLengthNeverReachesTheInputs() {
    float[] inputs = new float[4];
    UnsafeArrayData three = UnsafeArrayData.fromPrimitiveArray(new float[] {1, 2, 3});
    SparkCells cells = new SparkCells().of(new GenericInternalRow(new Object[] {three}));

    cells.array(0).float32(inputs, 1);

    assertThat(inputs).containsExactly(0, 1, 2, 3);
    assertThatThrownBy(() -> cells.array(0).float32(inputs, 2)).hasMessageContaining("no room");
  }

  @Test
  void whatIsCarriedThroughFollowsTheRowsOfTheBatchWhileOthersAreRead() {
    StructType schema = schema(MIXED);
    List<InternalRow> rows = new ArrayList<>();
    for (int row = 0; row < 7; row++) {
      Object age = row % 3 == 1 ? (Object) Double.NaN : (Object) 1.0;
      UTF8String site = text("north");
      rows.add(
          unsafe(
              schema,
              text("r" + row),
              age,
              1.0,
              site,
              1.0,
              text("low"),
              text("no"),
              (long) row,
              row == 2 ? null : text("n" + row),
              site,
              text("true")));
    }
    try (BufferAllocator allocator = new RootAllocator();
        RowBatches batches =
            new RowBatches(
                rows.iterator(),
                MIXED,
                new BatchDecoder(MIXED),
                allocator,
                new RowBatches.Cut(3, 2))) {

      RowBatches.Loaded first = batches.next();
      RowBatches.Loaded second = batches.next();

      assertThat(first.decoded().batch().rowIds().ids()).containsExactly("r0", "r2");
      assertThat(numbers(first.kept(), "k0")).containsExactly(0L, 2L);
      assertThat(first.kept().getVector("k1").getObject(1)).isNull();
      assertThat(second.decoded().batch().rowIds().ids()).containsExactly("r3", "r5");
      assertThat(second.decoded().rowsRead()).isEqualTo(3);
      assertThat(numbers(second.kept(), "k0")).containsExactly(3L, 5L);
      assertThat(numbers(batches.next().kept(), "k0")).containsExactly(6L);
      assertThat(batches.hasNext()).isFalse();
      assertThat(numbers(second.kept(), "k0")).containsExactly(3L, 5L);
    }
  }

  private static List<Object> numbers(VectorSchemaRoot root, String column) {
    return IntStream.range(0, root.getRowCount())
        .mapToObj(row -> (Object) ((BigIntVector) root.getVector(column)).get(row))
        .toList();
  }

  @Test
  void rowsWithNothingToCarryAreCountedAllTheSame() {
    InputLayout layout = InputLayout.of("id", List.of(FeatureColumn.numeric("x")));
    List<InternalRow> rows =
        List.of(
            new GenericInternalRow(new Object[] {text("a"), 1.0}),
            new GenericInternalRow(new Object[] {text("b"), 2.0}));
    try (BufferAllocator allocator = new RootAllocator();
        RowBatches batches =
            new RowBatches(
                rows.iterator(),
                layout,
                new BatchDecoder(layout),
                allocator,
                new RowBatches.Cut(10, 1))) {
      assertThat(batches.next().kept().getRowCount()).isEqualTo(2);
    }
  }

  @Test
  void rowsOfAnotherTableAreRefused() {
    StructType schema = schema(MIXED);
    StructType other = new StructType().add("row_id", "string").add("f0", "float");

    assertThatThrownBy(() -> DecodedRows.check(other, MIXED))
        .hasMessageContaining("column 1")
        .hasMessageContaining("f0");
    assertThatThrownBy(() -> DecodedRows.check(new StructType(), MIXED))
        .hasMessageContaining("row_id");
    DecodedRows.check(schema.add("further", "binary"), MIXED);
  }
}
