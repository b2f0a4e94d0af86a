package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.baseline.Baseline;
import io.assay.job.BaselineSpec;
import io.assay.job.BaselineSpec.Kind;
import io.assay.job.BaselineSpec.Selection;
import io.assay.spark.content.HadoopSources;
import io.assay.spark.rows.Decoding;
import io.assay.table.FeatureColumn;
import io.assay.table.InputLayout;
import io.assay.table.Rounding;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Baselines made on Spark. */
@ExtendWith(SharedSpark.class)
class ReferenceRowsIT {
  private static final List<FeatureColumn> FEATURES =
      List.of(FeatureColumn.numeric("a"), FeatureColumn.oneHot("site", List.of("x", "y")));

  private static Dataset<Row> rows(SparkSession spark, int partitions) {
    return spark
        .range(0, 90, 1, partitions)
        .selectExpr("id", "sin(id) * 1e3 as a", "if(id % 3 = 0, 'x', 'y') as site");
  }

  private static ReferenceRows.Made make(Dataset<Row> rows, BaselineSpec spec) {
    return make(rows, spec, InputLayout.Missing.REJECT);
  }

  private static ReferenceRows.Made make(
      Dataset<Row> rows, BaselineSpec spec, InputLayout.Missing missing) {
    InputLayout layout = InputLayout.of("id", FEATURES).withLabel("site").withMissing(missing);
    Dataset<Row> canonical = InputTable.canonical(rows, layout, Optional.of("id"));
    HadoopSources sources =
        HadoopSources.of(layout, rows.sparkSession().sparkContext().hadoopConfiguration());
    Decoding decoding = new Decoding(layout, sources, Rounding.NEAREST);
    return new ReferenceRows(rows.sparkSession(), canonical, decoding, 5).make(spec);
  }

  private static BaselineSpec spec(Kind kind, int rows, Selection select) {
    return new BaselineSpec(
        kind, List.of(), Optional.empty(), rows, select, Optional.empty(), 0, Optional.empty());
  }

  private static BaselineSpec background(int rows, Selection select) {
    return spec(Kind.BACKGROUND, rows, select);
  }

  @Test
  void partitionsChangeNothing(SparkSession spark) {
    for (BaselineSpec each :
        List.of(
            spec(Kind.MEAN, 1, Selection.RANDOM),
            spec(Kind.MEDIAN, 1, Selection.RANDOM),
            background(7, Selection.RANDOM),
            background(7, Selection.STRATIFIED),
            background(4, Selection.K_MEANS))) {
      Set<Object> results = new HashSet<>();

      for (int partitions : new int[] {1, 3, 8}) {
        results.add(make(rows(spark, partitions), each).baseline().rows());
      }

      assertThat(results).as(each.toString()).hasSize(1);
    }
  }

  @Test
  void meanAndMedianAreThoseOfTheEncodedRows(SparkSession spark) {
    Row expected = rows(spark, 4).selectExpr("avg(a)", "percentile(cast(a as float), 0.5)").first();

    Baseline mean = make(rows(spark, 4), spec(Kind.MEAN, 1, Selection.RANDOM)).baseline();
    Baseline median = make(rows(spark, 4), spec(Kind.MEDIAN, 1, Selection.RANDOM)).baseline();

    assertThat((double) mean.rows().at(0)).isCloseTo(expected.getDouble(0), within(1e-4));
    assertThat(mean.rows().at(1)).isEqualTo((float) (30 / 90.0));
    assertThat(mean.rows().at(2)).isEqualTo((float) (60 / 90.0));
    assertThat((double) median.rows().at(0)).isCloseTo(expected.getDouble(1), within(1e-4));
    assertThat(median.rows().at(1)).isZero();
    assertThat(median.rows().at(2)).isEqualTo(1);
  }

  @Test
  void strataKeepTheirSharesAndClustersTheirSizes(SparkSession spark) {
    Baseline strata = make(rows(spark, 4), background(9, Selection.STRATIFIED)).baseline();
    Baseline oneCluster = make(rows(spark, 4), background(1, Selection.K_MEANS)).baseline();
    Baseline mean = make(rows(spark, 4), spec(Kind.MEAN, 1, Selection.RANDOM)).baseline();

    double ofX = 0;
    for (int row = 0; row < strata.size(); row++) {
      ofX += strata.weight(row) * strata.rows().at(row, 1);
    }
    assertThat(strata.size()).isEqualTo(9);
    assertThat(ofX).isCloseTo(1 / 3.0, within(1e-6));
    assertThat((double) oneCluster.rows().at(0)).isCloseTo(mean.rows().at(0), within(1e-3));
  }

  @Test
  void partitionsSendFewerRowsAndTheSampleIsTheSame(SparkSession spark) {
    Dataset<Row> many =
        spark.range(0, 6000, 1, 5).selectExpr("id", "cast(id as double) as a", "'x' as site");
    Dataset<Row> mostlyUnusable = many.selectExpr("id", "if(id % 3 = 0, a, null) as a", "site");

    Set<Float> thousands = numbers(make(many, background(2000, Selection.RANDOM)));
    Set<Float> hundreds = numbers(make(many, background(900, Selection.RANDOM)));
    Set<Float> usable = numbers(make(mostlyUnusable, background(1500, Selection.RANDOM)));

    assertThat(thousands).hasSize(2000).containsAll(hundreds);
    assertThat(hundreds).hasSize(900);
    assertThat(usable).hasSize(1500).allMatch(each -> each % 3 == 0);
  }

  private static Set<Float> numbers(ReferenceRows.Made made) {
    Set<Float> numbers = new HashSet<>();
    for (int row = 0; row < made.baseline().size(); row++) {
      numbers.add(made.baseline().rows().at(row, 0));
    }
    return numbers;
  }

  @Test
  void missingValuesAreLeftOutOfMeansAndMediansAndNotTakenForClusters(SparkSession spark) {
    Dataset<Row> gaps =
        rows(spark, 3).selectExpr("id", "if(id % 2 = 0, double('NaN'), a) as a", "site");
    InputLayout.Missing keep = InputLayout.Missing.KEEP;
    Dataset<Row> whole = rows(spark, 3).where("id % 2 = 1");

    for (Kind kind : List.of(Kind.MEAN, Kind.MEDIAN)) {
      BaselineSpec each = spec(kind, 1, Selection.RANDOM);
      assertThat(make(gaps, each, keep).baseline().rows().at(0))
          .isEqualTo(make(whole, each).baseline().rows().at(0));
      assertThat(make(gaps, each, keep).rows()).isEqualTo(90);
      ReferenceRows.Made none = make(gaps.where("id % 2 = 0"), each, keep);
      assertThat(none.baseline().rows().at(0)).isNaN();
      assertThat(none.note()).contains("No reference row has a value for 1");
    }
    assertThatThrownBy(() -> make(gaps, background(4, Selection.K_MEANS), keep))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("45 are missing");
  }

  @Test
  void askingForMoreRowsThanThereAreIsSaid(SparkSession spark) {
    ReferenceRows.Made made = make(rows(spark, 2), background(500, Selection.RANDOM));

    assertThat(made.baseline().size()).isEqualTo(90);
    assertThat(made.note()).contains("90").contains("500");
  }

  @Test
  void aSetWithoutUsableRowsIsRefused(SparkSession spark) {
    Dataset<Row> unusable = rows(spark, 2).selectExpr("id", "double('NaN') as a", "site");

    assertThatThrownBy(() -> make(unusable, spec(Kind.MEAN, 1, Selection.RANDOM)))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("reference set");
  }
}
