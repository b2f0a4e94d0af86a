package io.assay.spark.scan;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.spark.SharedSpark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ids that stand on more than one row are found wherever the rows lie. */
@ExtendWith(SharedSpark.class)
class RowIdsIT {
  private static Dataset<Row> ids(SparkSession spark, long rows) {
    return spark.range(0, rows, 1, 5).select(col("id").cast("string").as("row_id"));
  }

  @Test
  void idsThatDifferPassAndRowsWithoutOneAreNoMatter(SparkSession spark) {
    Dataset<Row> nulls = spark.range(10).selectExpr("cast(null as string) as row_id");

    assertThat(RowIds.of(ids(spark, 20_000).union(nulls)).checkUnique(20_010)).isEqualTo(20_010);
    assertThat(RowIds.of(ids(spark, 0)).checkUnique(0)).isZero();
  }

  @Test
  void anIdInTwoPlacesIsNamedWhateverTheNumberOfBuckets(SparkSession spark) {
    Dataset<Row> rows =
        ids(spark, 20_000).union(spark.range(1).selectExpr("'1234' as row_id")).repartition(3);

    for (long about : new long[] {20_001, 50_000_000}) { // one bucket, 48
      assertThatThrownBy(() -> RowIds.of(rows).checkUnique(about))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("The row id 1234 stands on more than one row")
          .extracting(thrown -> ((AssayException) thrown).code())
          .isEqualTo(ErrorCode.ROW_ID_DUPLICATE);
    }
  }
}
