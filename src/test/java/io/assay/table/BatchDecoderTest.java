package io.assay.table;

import static io.assay.table.InputRoot.array;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.assay.table.Reject.Reason;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchDecoderTest {
  private static final InputLayout MIXED =
      InputLayout.of(
          "patient",
          List.of(
              FeatureColumn.numeric("age"),
              FeatureColumn.oneHot("site", List.of("north", "south", "")),
              FeatureColumn.ordinal("grade", Map.of("low", 1.5, "high", 3.0))));
  private static final InputLayout ARRAY =
      InputLayout.of("id", List.of(FeatureColumn.array("pixels", 3)));

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noArrowMemoryIsLeft() {
    allocator.close();
  }

  @Test
  void everyColumnFillsItsPlacesInTheModelsOrder() {
    try (InputRoot input = InputRoot.of(MIXED, allocator, "a", "b")) {
      input.numbers("f0", 41.0, -0.1).texts("f1", "south", "").texts("f2", "low", "high");

      DecodedBatch decoded = new BatchDecoder(MIXED).decode(input.root());

      assertThat(decoded.rejects()).isEmpty();
      assertThat(decoded.batch().rowIds().ids()).containsExactly("a", "b");
      assertThat(decoded.batch().input().shape()).containsExactly(2, 5);
      assertThat(decoded.batch().input().values())
          .containsExactly(41f, 0, 1, 0, 1.5f, (float) -0.1, 0, 0, 1, 3);
    }
  }

  @Test
  void everyUnfitNumberIsARejectThatSaysWhy() {
    InputLayout layout = InputLayout.of("id", List.of(FeatureColumn.numeric("x.y <b>")));
    try (InputRoot input = InputRoot.of(layout, allocator, "0", "1", "2", "3", "4", "5")) {
      input.numbers(
          "f0",
          null,
          Double.NaN,
          Double.NEGATIVE_INFINITY,
          3.5e38,
          1e-300,
          (double) Float.MAX_VALUE);

      DecodedBatch decoded = new BatchDecoder(layout).decode(input.root());

      assertThat(decoded.rejects())
          .containsExactly(
              new Reject("0", "x.y <b>", Reason.NULL, "null"),
              new Reject("1", "x.y <b>", Reason.NAN, "NaN"),
              new Reject("2", "x.y <b>", Reason.INFINITE, "-Infinity"),
              new Reject("3", "x.y <b>", Reason.INFINITE, "3.5E38"));
      assertThat(decoded.positions().positions()).containsExactly(4, 5);
      assertThat(decoded.batch().input().values()).containsExactly(0, Float.MAX_VALUE);
    }
  }

  @Test
  void missingValuesThatAreKeptAreNoNumbersAmongTheInputs() {
    InputLayout layout = MIXED.withMissing(InputLayout.Missing.KEEP);
    try (InputRoot input = InputRoot.of(layout, allocator, "a", "b", "c", "d", "e")) {
      input
          .numbers("f0", null, Double.NaN, 1.0, Double.POSITIVE_INFINITY, 2.0)
          .texts("f1", "south", "", null, "south", "south")
          .texts("f2", null, "high", "low", "low", "unheard of");

      DecodedBatch decoded = new BatchDecoder(layout).decode(input.root());

      assertThat(decoded.batch().input().values())
          .containsExactly(Float.NaN, 0, 1, 0, Float.NaN, Float.NaN, 0, 0, 1, 3);
      assertThat(decoded.rejects())
          .containsExactly(
              new Reject("c", "site", Reason.NULL, "null"),
              new Reject("d", "age", Reason.INFINITE, "Infinity"),
              new Reject("e", "grade", Reason.UNKNOWN_CATEGORY, "unheard of"));
    }
  }

  @Test
  void missingElementsAreKeptAndMissingArraysAreNot() {
    InputLayout layout = ARRAY.withMissing(InputLayout.Missing.KEEP);
    try (InputRoot input = InputRoot.of(layout, allocator, "a", "b", "c")) {
      input.arrays(array(1f, null, Float.NaN), null, array(1f, 2f, -1f / 0f));

      DecodedBatch decoded = new BatchDecoder(layout).decode(input.root());

      assertThat(decoded.batch().input().values()).containsExactly(1, Float.NaN, Float.NaN);
      assertThat(decoded.rejects())
          .containsExactly(
              new Reject("b", "pixels", Reason.NULL, "null"),
              new Reject("c", "pixels", Reason.INFINITE, "-Infinity at [2]"));
    }
  }

  @Test
  void float64ColumnsAreRoundedAsTheModelNeedsIt() {
    Rounding up = (place, value) -> Math.nextUp((float) value) + place;
    InputLayout layout =
        InputLayout.of(
            "id", List.of(FeatureColumn.oneHot("a", List.of("x")), FeatureColumn.numeric("b")));
    try (InputRoot input = InputRoot.of(layout, allocator, "0")) {
      input.texts("f0", "x").numbers("f1", 0.5);

      DecodedBatch decoded = new BatchDecoder(layout, RowSources.none(), up).decode(input.root());

      assertThat(decoded.batch().input().values()).containsExactly(1, Math.nextUp(0.5f) + 1);
    }
  }

  @Test
  void aNumberThatFloat32CannotStandForIsARejectOfItsOwn() {
    Rounding none = (place, value) -> Float.POSITIVE_INFINITY;
    InputLayout layout = InputLayout.of("id", List.of(FeatureColumn.numeric("x")));
    try (InputRoot input = InputRoot.of(layout, allocator, "0", "1")) {
      input.numbers("f0", 0.1, 1e300);

      DecodedBatch decoded = new BatchDecoder(layout, RowSources.none(), none).decode(input.root());

      assertThat(decoded.rejects())
          .containsExactly(
              new Reject("0", "x", Reason.TOO_FINE, "0.1"),
              new Reject("1", "x", Reason.INFINITE, "1.0E300"));
    }
  }

  @Test
  void theFirstFaultOfARowIsItsOnlyReject() {
    InputLayout layout = MIXED.withLabel("truth");
    try (InputRoot input = InputRoot.of(layout, allocator, null, "b", "c", "d", "e")) {
      input
          .numbers("f0", Double.NaN, Double.NaN, 1.0, 1.0, 1.0)
          .texts("f1", "mars", "mars", "mars", "north", "north")
          .texts("f2", null, null, null, null, "low")
          .texts("label", null, null, null, null, null);

      DecodedBatch decoded = new BatchDecoder(layout).decode(input.root());

      assertThat(decoded.rejects())
          .containsExactly(
              new Reject("", "patient", Reason.NO_ROW_ID, "null"),
              new Reject("b", "age", Reason.NAN, "NaN"),
              new Reject("c", "site", Reason.UNKNOWN_CATEGORY, "mars"),
              new Reject("d", "grade", Reason.NULL, "null"),
              new Reject("e", "truth", Reason.NULL, "null"));
      assertThat(decoded.batch().rows()).isZero();
      assertThat(decoded.batch().input().shape()).containsExactly(0, 5);
    }
  }

  @Test
  void arraysOfTheRightWidthAreCopiedAndAllOthersRejected() {
    try (InputRoot input = InputRoot.of(ARRAY, allocator, "0", "1", "2", "3", "4", "5", "6")) {
      input.arrays(
          array(1f, 2f),
          array(1f, 2f, 3f),
          null,
          array(4f, null, Float.NaN),
          array(4f, 5f, Float.POSITIVE_INFINITY),
          array(),
          array(4f, 5f, 6f));

      DecodedBatch decoded = new BatchDecoder(ARRAY).decode(input.root());

      assertThat(decoded.rejects())
          .containsExactly(
              new Reject("0", "pixels", Reason.WRONG_WIDTH, "2 elements"),
              new Reject("2", "pixels", Reason.NULL, "null"),
              new Reject("3", "pixels", Reason.NULL, "null at [1]"),
              new Reject("4", "pixels", Reason.INFINITE, "Infinity at [2]"),
              new Reject("5", "pixels", Reason.WRONG_WIDTH, "0 elements"));
      assertThat(decoded.positions().positions()).containsExactly(1, 6);
      assertThat(decoded.batch().input().values()).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  @Test
  void labelsAndSlicesFollowTheAcceptedRows() {
    InputLayout layout =
        InputLayout.of("id", List.of(FeatureColumn.numeric("x")))
            .withLabel("y")
            .withSlices(List.of(SliceColumn.value("site"), SliceColumn.condition("age >= 65")));
    try (InputRoot input = InputRoot.of(layout, allocator, "0", "1", "2", "3")) {
      input
          .numbers("f0", 1.0, null, 3.0, 4.0)
          .texts("label", "yes", "no", "no", "")
          .texts("s0", "north", "south", null, "")
          .texts("s1", "true", "true", "false", null);

      DecodedBatch decoded = new BatchDecoder(layout).decode(input.root());

      assertThat(decoded.labels().each()).containsExactly("yes", "no", "");
      assertThat(decoded.slices().each())
          .containsExactly(
              List.of("site=north", "age >= 65"), List.of("site is null"), List.of("site="));
    }
  }

  @Test
  void anEmptyRootGivesAnEmptyBatch() {
    try (InputRoot mixed = InputRoot.of(MIXED, allocator);
        InputRoot arrays = InputRoot.of(ARRAY, allocator)) {
      assertThat(new BatchDecoder(MIXED).decode(mixed.root()).batch().rows()).isZero();
      assertThat(new BatchDecoder(ARRAY).decode(arrays.root()).batch().rows()).isZero();
    }
  }

  @Test
  void aColumnThatIsMissingOrOfAnotherTypeIsRefusedByName() {
    InputLayout numbers = InputLayout.of("id", List.of(FeatureColumn.numeric("x")));
    InputLayout texts = InputLayout.of("id", List.of(FeatureColumn.oneHot("x", List.of("a"))));
    try (VectorSchemaRoot empty = VectorSchemaRoot.create(new Schema(List.of()), allocator);
        InputRoot input = InputRoot.of(numbers, allocator, "0")) {
      assertThatThrownBy(() -> new BatchDecoder(numbers).decode(empty))
          .hasMessageContaining("row_id is missing");
      assertThatThrownBy(() -> new BatchDecoder(texts).decode(input.root()))
          .hasMessageContaining("f0")
          .hasMessageContaining("Utf8");
    }
  }

  @Test
  void decodingNumbersBoxesNothing() {
    // Allocation, unlike time, is the same on a busy machine. 29 more columns of 50,000 rows cost
    // 4 bytes a value in the result; a boxed Double alone would cost 16 more.
    int rows = 50_000;
    long narrow = allocatedByDecoding(rows, 1);
    long wide = allocatedByDecoding(rows, 30);

    assertThat((wide - narrow) / (29.0 * rows)).isBetween(3.9, 5.0);
  }

  private long allocatedByDecoding(int rows, int features) {
    InputLayout layout =
        InputLayout.of(
            "id",
            IntStream.range(0, features)
                .mapToObj(feature -> FeatureColumn.numeric("x" + feature))
                .toList());
    String[] ids = new String[rows];
    Double[] numbers = new Double[rows];
    for (int row = 0; row < rows; row++) {
      ids[row] = Integer.toString(row);
      numbers[row] = row / 7.0;
    }
    try (InputRoot input = InputRoot.of(layout, allocator, ids)) {
      for (int feature = 0; feature < features; feature++) {
        input.numbers("f" + feature, numbers);
      }
      BatchDecoder decoder = new BatchDecoder(layout);
      VectorSchemaRoot root = input.root();
      decoder.decode(root);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      assertThat(decoder.decode(root).batch().input().at(rows - 1, features - 1))
          .isEqualTo((float) ((rows - 1) / 7.0));
      return threads.getCurrentThreadAllocatedBytes() - before;
    }
  }
}
