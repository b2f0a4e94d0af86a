package io.assay.table;

import static io.assay.table.InputRows.array;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.assay.table.Reject.Reason;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchDecoderTest {
  private static final int TIMES = 20;
  private static final InputLayout MIXED =
      InputLayout.of(
          "patient",
          List.of(
              FeatureColumn.numeric("age"),
              FeatureColumn.oneHot("site", List.of("north", "south", "")),
              FeatureColumn.ordinal("grade", Map.of("low", 1.5, "high", 3.0))));
  private static final InputLayout ARRAY =
      InputLayout.of("id", List.of(FeatureColumn.array("pixels", 3)));

  @Test
  void everyColumnFillsItsPlacesInTheModelsOrder() {
    InputRows input = InputRows.of(MIXED, "a", "b");
    input.numbers("f0", 41.0, -0.1).texts("f1", "south", "").texts("f2", "low", "high");

    DecodedBatch decoded = input.decode(new BatchDecoder(MIXED));

    assertThat(decoded.rejects()).isEmpty();
    assertThat(decoded.batch().rowIds().ids()).containsExactly("a", "b");
    assertThat(decoded.batch().input().shape()).containsExactly(2, 5);
    assertThat(decoded.batch().input().values())
        .containsExactly(41f, 0, 1, 0, 1.5f, (float) -0.1, 0, 0, 1, 3);
  }

  @Test
  void everyUnfitNumberIsARejectThatSaysWhy() {
    InputLayout layout = InputLayout.of("id", List.of(FeatureColumn.numeric("x.y <b>")));
    InputRows input = InputRows.of(layout, "0", "1", "2", "3", "4", "5");
    input.numbers(
        "f0", null, Double.NaN, Double.NEGATIVE_INFINITY, 3.5e38, 1e-300, (double) Float.MAX_VALUE);

    DecodedBatch decoded = input.decode(new BatchDecoder(layout));

    assertThat(decoded.rejects())
        .containsExactly(
            new Reject("0", "x.y <b>", Reason.NULL, "null"),
            new Reject("1", "x.y <b>", Reason.NAN, "NaN"),
            new Reject("2", "x.y <b>", Reason.INFINITE, "-Infinity"),
            new Reject("3", "x.y <b>", Reason.INFINITE, "3.5E38"));
    assertThat(decoded.batch().rowIds().ids()).containsExactly("4", "5");
    assertThat(decoded.batch().input().values()).containsExactly(0, Float.MAX_VALUE);
  }

  @Test
  void missingValuesThatAreKeptAreNoNumbersAmongTheInputs() {
    InputLayout layout = MIXED.withMissing(InputLayout.Missing.KEEP);
    InputRows input = InputRows.of(layout, "a", "b", "c", "d", "e");
    input
        .numbers("f0", null, Double.NaN, 1.0, Double.POSITIVE_INFINITY, 2.0)
        .texts("f1", "south", "", null, "south", "south")
        .texts("f2", null, "high", "low", "low", "unheard of");

    DecodedBatch decoded = input.decode(new BatchDecoder(layout));

    assertThat(decoded.batch().input().values())
        .containsExactly(Float.NaN, 0, 1, 0, Float.NaN, Float.NaN, 0, 0, 1, 3);
    assertThat(decoded.rejects())
        .containsExactly(
            new Reject("c", "site", Reason.NULL, "null"),
            new Reject("d", "age", Reason.INFINITE, "Infinity"),
            new Reject("e", "grade", Reason.UNKNOWN_CATEGORY, "unheard of"));
  }

  @Test
  void missingElementsAreKeptAndMissingArraysAreNot() {
    InputLayout layout = ARRAY.withMissing(InputLayout.Missing.KEEP);
    InputRows input = InputRows.of(layout, "a", "b", "c");
    input.arrays(array(1f, null, Float.NaN), null, array(1f, 2f, -1f / 0f));

    DecodedBatch decoded = input.decode(new BatchDecoder(layout));

    assertThat(decoded.batch().input().values()).containsExactly(1, Float.NaN, Float.NaN);
    assertThat(decoded.rejects())
        .containsExactly(
            new Reject("b", "pixels", Reason.NULL, "null"),
            new Reject("c", "pixels", Reason.INFINITE, "-Infinity at [2]"));
  }

  @Test
  void float64ColumnsAreRoundedAsTheModelNeedsIt() {
    Rounding up = (place, value) -> Math.nextUp((float) value) + place;
    InputLayout layout =
        InputLayout.of(
            "id", List.of(FeatureColumn.oneHot("a", List.of("x")), FeatureColumn.numeric("b")));
    InputRows input = InputRows.of(layout, "0");
    input.texts("f0", "x").numbers("f1", 0.5);

    DecodedBatch decoded = input.decode(new BatchDecoder(layout, RowSources.none(), up));

    assertThat(decoded.batch().input().values()).containsExactly(1, Math.nextUp(0.5f) + 1);
  }

  @Test
  void aNumberThatFloat32CannotStandForIsARejectOfItsOwn() {
    Rounding none = (place, value) -> Float.POSITIVE_INFINITY;
    InputLayout layout = InputLayout.of("id", List.of(FeatureColumn.numeric("x")));
    InputRows input = InputRows.of(layout, "0", "1");
    input.numbers("f0", 0.1, 1e300);

    DecodedBatch decoded = input.decode(new BatchDecoder(layout, RowSources.none(), none));

    assertThat(decoded.rejects())
        .containsExactly(
            new Reject("0", "x", Reason.TOO_FINE, "0.1"),
            new Reject("1", "x", Reason.INFINITE, "1.0E300"));
  }

  @Test
  void theFirstFaultOfARowIsItsOnlyReject() {
    InputLayout layout = MIXED.withLabel("truth");
    InputRows input = InputRows.of(layout, null, "b", "c", "d", "e");
    input
        .numbers("f0", Double.NaN, Double.NaN, 1.0, 1.0, 1.0)
        .texts("f1", "mars", "mars", "mars", "north", "north")
        .texts("f2", null, null, null, null, "low")
        .texts("label", null, null, null, null, null);

    DecodedBatch decoded = input.decode(new BatchDecoder(layout));

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

  @Test
  void arraysOfTheRightWidthAreCopiedAndAllOthersRejected() {
    InputRows input = InputRows.of(ARRAY, "0", "1", "2", "3", "4", "5", "6");
    input.arrays(
        array(1f, 2f),
        array(1f, 2f, 3f),
        null,
        array(4f, null, Float.NaN),
        array(4f, 5f, Float.POSITIVE_INFINITY),
        array(),
        array(4f, 5f, 6f));

    DecodedBatch decoded = input.decode(new BatchDecoder(ARRAY));

    assertThat(decoded.rejects())
        .containsExactly(
            new Reject("0", "pixels", Reason.WRONG_WIDTH, "2 elements"),
            new Reject("2", "pixels", Reason.NULL, "null"),
            new Reject("3", "pixels", Reason.NULL, "null at [1]"),
            new Reject("4", "pixels", Reason.INFINITE, "Infinity at [2]"),
            new Reject("5", "pixels", Reason.WRONG_WIDTH, "0 elements"));
    assertThat(decoded.batch().rowIds().ids()).containsExactly("1", "6");
    assertThat(decoded.batch().input().values()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void aLabelThatARowMayLackIsEmptyThere() {
    InputLayout layout =
        InputLayout.of("id", List.of(FeatureColumn.numeric("x"))).withLabelIfAny("y");
    InputRows input = InputRows.of(layout, "0", "1");
    input.numbers("f0", 1.0, 2.0).texts("label", null, "yes");

    DecodedBatch decoded = input.decode(new BatchDecoder(layout));

    assertThat(decoded.rejects()).isEmpty();
    assertThat(decoded.labels().each()).containsExactly("", "yes");
  }

  @Test
  void labelsAndSlicesFollowTheAcceptedRows() {
    InputLayout layout =
        InputLayout.of("id", List.of(FeatureColumn.numeric("x")))
            .withLabel("y")
            .withSlices(List.of(SliceColumn.value("site"), SliceColumn.condition("age >= 65")));
    InputRows input = InputRows.of(layout, "0", "1", "2", "3");
    input
        .numbers("f0", 1.0, null, 3.0, 4.0)
        .texts("label", "yes", "no", "no", "")
        .texts("s0", "north", "south", null, "")
        .texts("s1", "true", "true", "false", null);

    DecodedBatch decoded = input.decode(new BatchDecoder(layout));

    assertThat(decoded.labels().each()).containsExactly("yes", "no", "");
    assertThat(decoded.slices().each())
        .containsExactly(
            List.of("site=north", "age >= 65"), List.of("site is null"), List.of("site="));
  }

  @Test
  void anEmptyRootGivesAnEmptyBatch() {
    assertThat(InputRows.of(MIXED).decode(new BatchDecoder(MIXED)).batch().rows()).isZero();
    assertThat(InputRows.of(ARRAY).decode(new BatchDecoder(ARRAY)).batch().rows()).isZero();
  }

  @Test
  void aDecoderStartsEveryBatchAnew() {
    InputLayout layout = MIXED.withLabel("truth").withSlices(List.of(SliceColumn.value("site")));
    InputRows first = InputRows.of(layout, "a", "b").numbers("f0", 1.0, 2.0);
    InputRows second =
        InputRows.of(layout, "c", "d")
            .numbers("f0", Double.NaN, 3.0)
            .texts("f1", "south", "north")
            .texts("f2", "low", "low")
            .texts("label", "no", "yes")
            .texts("s0", "here", "there");
    BatchDecoder decoder = new BatchDecoder(layout);

    assertThat(first.decode(decoder).rejects()).hasSize(2);
    DecodedBatch decoded = second.decode(decoder);

    assertThat(decoded.rowsRead()).isEqualTo(2);
    assertThat(decoded.batch().rowIds().ids()).containsExactly("d");
    assertThat(decoded.batch().input().values()).containsExactly(3, 1, 0, 0, 1.5f);
    assertThat(decoded.labels().values()).containsExactly("yes");
    assertThat(decoded.slices().values()).containsExactly(List.of("site=there"));
  }

  @Test
  void whatARejectedRowHadWrittenIsGone() {
    InputRows input =
        InputRows.of(MIXED, "a", "b")
            .numbers("f0", 1.0, 2.0)
            .texts("f1", "north", "south")
            .texts("f2", "unheard of", "low");

    DecodedBatch decoded = input.decode(new BatchDecoder(MIXED));

    assertThat(decoded.batch().input().values()).containsExactly(2, 0, 1, 0, 1.5f);
  }

  @Test
  void idsAreWhatTheRuleMakesOfThemInTheOrderOfTheRows() {
    InputLayout layout = InputLayout.of("id", List.of(FeatureColumn.numeric("x")));
    StringBuilder seen = new StringBuilder();
    RowIdRule rule =
        id -> {
          seen.append(id);
          return id + seen.length();
        };
    InputRows input = InputRows.of(layout, "a", null, "b", "c").numbers("f0", null, 1.0, 2.0, 3.0);

    DecodedBatch decoded =
        input.decode(new BatchDecoder(layout, RowSources.none(), Rounding.NEAREST, rule));

    assertThat(seen).hasToString("abc");
    assertThat(decoded.rejects()).extracting(Reject::rowId).containsExactly("a1", "");
    assertThat(decoded.batch().rowIds().ids()).containsExactly("b2", "c3");
  }

  @Test
  void rowsShareTheTextsOfTheirLabelsAndSlices() {
    InputLayout layout =
        InputLayout.of("id", List.of(FeatureColumn.numeric("x")))
            .withLabel("y")
            .withSlices(List.of(SliceColumn.condition("old"), SliceColumn.value("site")));
    int rows = 1000;
    InputRows input =
        InputRows.of(
                layout, IntStream.range(0, rows).mapToObj(String::valueOf).toArray(String[]::new))
            .numbers("f0", IntStream.range(0, rows).mapToObj(row -> 1.0).toArray(Double[]::new))
            .texts(
                "label",
                IntStream.range(0, rows).mapToObj(row -> "y" + row % 100).toArray(String[]::new))
            .texts(
                "s0",
                IntStream.range(0, rows)
                    .mapToObj(row -> row % 2 == 0 ? "false" : null)
                    .toArray(String[]::new))
            .texts(
                "s1",
                IntStream.range(0, rows).mapToObj(row -> "s" + row % 3).toArray(String[]::new));

    DecodedBatch decoded = input.decode(new BatchDecoder(layout));

    assertThat(decoded.labels().values()).hasSize(100).startsWith("y0", "y1");
    assertThat(decoded.labels().at(999)).isEqualTo("y99").isSameAs(decoded.labels().at(99));
    // neither false nor null is a slice, so that the site alone tells rows apart
    assertThat(decoded.slices().values())
        .containsExactly(List.of("site=s0"), List.of("site=s1"), List.of("site=s2"));
    assertThat(decoded.slices().at(500)).containsExactly("site=s2");
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

  private static long allocatedByDecoding(int rows, int features) {
    InputLayout layout =
        InputLayout.of(
            "id",
            IntStream.range(0, features)
                .mapToObj(feature -> FeatureColumn.numeric("x" + feature))
                .toList());
    BatchDecoder decoder = new BatchDecoder(layout);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE; // what is not compiled yet makes objects for its own use
    for (int time = 0; time < TIMES; time++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      DecodedBatch decoded = decode(rows, decoder);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      assertThat(decoded.batch().input().at(rows - 1, features - 1))
          .isEqualTo((float) ((rows - 1) / 7.0));
    }
    return least;
  }

  private static DecodedBatch decode(int rows, BatchDecoder decoder) {
    Sevenths cells = new Sevenths();
    decoder.start(rows);
    for (int row = 0; row < rows; row++) {
      cells.row = row;
      decoder.read(cells);
    }
    return decoder.finish();
  }

  /** Rows whose numbers are a seventh of their position; reading them allocates nothing. */
  private static final class Sevenths implements RowCells {
    private int row;

    @Override
    public boolean isNull(int column) {
      return false;
    }

    @Override
    public double number(int column) {
      return row / 7.0;
    }

    @Override
    public void text(int column, TextBytes into) {
      into.mark((byte) '7');
    }

    @Override
    public byte[] binary(int column) {
      throw new IllegalStateException("no bytes");
    }

    @Override
    public ArrayCells array(int column) {
      throw new IllegalStateException("no array");
    }
  }
}
