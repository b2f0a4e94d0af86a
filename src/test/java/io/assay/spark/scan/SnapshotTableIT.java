package io.assay.spark.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.spark.SharedSpark;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A catalog that does not answer is told from one that keeps no snapshots. */
@ExtendWith(SharedSpark.class)
class SnapshotTableIT {
  private static JobSpec job(String table) {
    return JobReader.read(
        """
        name: growing
        input: {path: "%s", format: table, row-id: id, features: [a], since: last-run}
        model: {path: model.pt}
        target: {column: 0}
        baseline: zeros
        output: {path: out}
        """
            .formatted(table),
        List.of());
  }

  @Test
  void aCatalogThatDoesNotAnswerIsAnErrorOfItsOwn(SparkSession spark) {
    spark.conf().set("spark.sql.catalog.silent", SilentCatalog.class.getName());

    assertThatThrownBy(() -> SnapshotTable.fixed(spark, job("silent.sales.scored")))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("silent.sales.scored")
        .hasMessageContaining("connection refused")
        .extracting(thrown -> ((AssayException) thrown).code())
        .isEqualTo(ErrorCode.INPUT_UNREADABLE);
  }

  @Test
  void aTableThatIsNotThereHasNoSnapshot(SparkSession spark) {
    JobSpec job = job("no_such_table");

    assertThat(SnapshotTable.fixed(spark, job)).isEqualTo(job);
  }
}
