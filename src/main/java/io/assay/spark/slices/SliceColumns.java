package io.assay.spark.slices;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.slices.BinsSpec;
import io.assay.job.slices.SliceSpec;
import io.assay.table.SliceColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The way from a job's slices to columns that say in which of them a row lies. */
public final class SliceColumns {
  /** How many rows the edges of ranges are found in; all, if there are fewer. */
  static final int SAMPLED_ROWS = 100_000;

  private static final String HASH = "_assay_hash";

  private SliceColumns() {}

  /**
   * Finds the columns of slices, the edges of ranges among them: those depend on the rows alone,
   * not on how they are partitioned.
   *
   * @param rows all columns of the input
   * @param rowId the column of row ids; without one all columns together are the id
   * @throws AssayException COLUMN_INVALID if a column of ranges has one value only, or none
   */
  public static List<SliceColumn> of(
      List<SliceSpec> slices, Dataset<Row> rows, Optional<String> rowId) {
    List<BinsSpec> bins =
        slices.stream()
            .flatMap(SliceSpec::parts)
            .flatMap(each -> each.bins().stream())
            .distinct()
            .toList();
    Map<BinsSpec, List<Double>> edges = edges(bins, rows, rowId);
    List<String> columns = Arrays.asList(rows.schema().fieldNames());
    return slices.stream().map(slice -> column(slice, columns, edges)).toList();
  }

  private static SliceColumn column(
      SliceSpec slice, List<String> columns, Map<BinsSpec, List<Double>> edges) {
    return switch (slice.kind()) {
      case PLAIN ->
          columns.contains(slice.text())
              ? SliceColumn.value(slice.text())
              : SliceColumn.condition(slice.text());
      case BINS -> {
        BinsSpec bins = slice.bins().orElseThrow();
        yield SliceColumn.bins(bins.column(), edges.getOrDefault(bins, bins.edges()));
      }
      case CROSS ->
          SliceColumn.cross(
              column(slice.cross().get(0), columns, edges),
              column(slice.cross().get(1), columns, edges));
    };
  }

  private static Map<BinsSpec, List<Double>> edges(
      List<BinsSpec> bins, Dataset<Row> rows, Optional<String> rowId) {
    List<BinsSpec> open = bins.stream().filter(BinsSpec::areOfTheRows).toList();
    if (open.isEmpty()) {
      return Map.of();
    }
    List<Row> sample = sample(open, rows, rowId);
    Map<BinsSpec, List<Double>> edges = new HashMap<>();
    for (int at = 0; at < open.size(); at++) {
      edges.put(open.get(at), edges(open.get(at), sample, at));
    }
    return edges;
  }

  /** Returns the numbers of the rows with the smallest hashes. */
  private static List<Row> sample(List<BinsSpec> bins, Dataset<Row> rows, Optional<String> rowId) {
    Column[] identity =
        rowId
            .map(name -> new Column[] {quoted(name)})
            .orElseGet(
                () ->
                    Arrays.stream(rows.schema().fieldNames())
                        .map(SliceColumns::quoted)
                        .toArray(Column[]::new));
    List<Column> numbers = new ArrayList<>();
    bins.forEach(each -> numbers.add(number(each.column()).as("n" + numbers.size())));
    numbers.add(xxhash64(identity).as(HASH));
    return rows.select(numbers.toArray(Column[]::new))
        .orderBy(HASH)
        .limit(SAMPLED_ROWS)
        .collectAsList();
  }

  private static List<Double> edges(BinsSpec bins, List<Row> sample, int at) {
    double[] sorted =
        sample.stream()
            .filter(row -> !row.isNullAt(at))
            .mapToDouble(row -> row.getDouble(at) + 0.0) // no -0
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    List<Double> edges = BinEdges.of(sorted, bins.count());
    if (edges.isEmpty()) {
      throw new AssayException(
          ErrorCode.COLUMN_INVALID,
          "The slices have bins of %s, which has %s in %d rows; give bins.edges, or leave it out",
          bins.column(),
          sorted.length == 0 ? "no number" : "one number only, " + sorted[0] + ",",
          sample.size());
    }
    return edges;
  }

  /**
   * Returns the column of text that {@link SliceColumn#sliceOf} understands.
   *
   * @throws AssayException COLUMN_INVALID if a condition is none
   */
  public static Column text(SliceColumn slice, Dataset<Row> rows) {
    return switch (slice.kind()) {
      case VALUE -> quoted(slice.name()).cast("string");
      case CONDITION -> condition(slice, rows).cast("string");
      case BINS, CROSS -> name(slice, rows);
    };
  }

  /** Returns the column of the slice's name, null where there is none. */
  private static Column name(SliceColumn slice, Dataset<Row> rows) {
    return switch (slice.kind()) {
      case VALUE ->
          coalesce(
              concat(lit(slice.name() + "="), quoted(slice.name()).cast("string")),
              lit(slice.ofNull()));
      case CONDITION -> when(condition(slice, rows), lit(slice.name()));
      case BINS -> range(slice);
      case CROSS ->
          concat(
              name(slice.parts().get(0), rows),
              lit(SliceColumn.AND),
              name(slice.parts().get(1), rows));
    };
  }

  private static Column range(SliceColumn slice) {
    Column number = number(slice.name());
    List<String> names = slice.ranges();
    Column range =
        when(number.isNull(), lit(slice.ofNull())).when(number.isNaN(), lit(slice.ofNan()));
    for (int edge = 0; edge < slice.edges().size(); edge++) {
      range = range.when(number.lt(slice.edges().get(edge)), lit(names.get(edge)));
    }
    return range.otherwise(lit(names.get(names.size() - 1)));
  }

  private static Column condition(SliceColumn slice, Dataset<Row> rows) {
    try {
      Column condition = expr(slice.name()).cast("boolean");
      rows.select(condition).schema();
      return condition;
    } catch (Exception e) { // Spark throws its checked AnalysisException undeclared
      throw AssayException.causedBy(
          e,
          ErrorCode.COLUMN_INVALID,
          "The slice \"%s\" is neither a column nor a Spark SQL condition: %s",
          slice.name(),
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static Column number(String column) {
    return quoted(column).cast("double");
  }

  private static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }
}
