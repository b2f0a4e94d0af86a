package io.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.aggregate.Distribution;
import io.assay.aggregate.SampledRow;
import io.assay.report.DistributionSection.Bin;
import io.assay.report.DistributionSection.Quantile;
import io.assay.report.DistributionSection.Quantity;
import io.assay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sections made from summaries hold what the summaries hold. */
class SectionsTest {
  @Test
  void binsOfADistributionStandSideBySideAndHoldEveryRow() {
    Distribution distribution = Distribution.empty();
    for (int value = 0; value < 100; value++) {
      distribution.add(value);
    }

    DistributionSection section =
        DistributionSection.of(Quantity.SCORE, "saliency", "t", "logit", distribution);

    List<Bin> bins = section.bins();
    assertThat(bins.stream().mapToLong(Bin::rows).sum()).isEqualTo(100);
    assertThat(bins.get(0).low()).isEqualTo(0);
    for (int bin = 1; bin < bins.size(); bin++) {
      assertThat(bins.get(bin).low()).isEqualTo(bins.get(bin - 1).high());
    }
    assertThat(section.quantiles()).first().isEqualTo(new Quantile(0, 0));
    assertThat(section.quantiles()).last().isEqualTo(new Quantile(1, 99));
  }

  @Test
  void aDistributionOfNoRowsIsEmpty() {
    DistributionSection section =
        DistributionSection.of(Quantity.SCORE, "saliency", "t", "", Distribution.empty());

    assertThat(section.bins()).isEmpty();
    assertThat(section.quantiles()).isEmpty();
  }

  @Test
  void aSampledRowKeepsItsValuesAndWhatItHeld() {
    SampledRow row =
        new SampledRow(
            1,
            "id",
            3f,
            0f,
            Tensor.of(new float[] {1, -2}, 1, 2),
            Tensor.of(new float[] {8, 9}, 1, 2));

    SampleSection section = SampleSection.of("saliency", "t", List.of("a", "b"), List.of(row));

    assertThat(section.rows())
        .containsExactly(new SampleSection.Row("id", 3f, List.of(1f, -2f), List.of(8f, 9f)));
  }

  @Test
  void groupsWithoutASingleValueHoldNone() {
    SampledRow row =
        new SampledRow(1, "id", 3f, 0f, Tensor.of(new float[] {1, -2}, 1, 2), Tensor.zeros(1, 0));

    SampleSection section = SampleSection.of("saliency", "t", List.of("a", "b"), List.of(row));

    assertThat(section.rows().get(0).featureValues()).containsExactly(Float.NaN, Float.NaN);
  }

  @Test
  void aRowOfAnotherWidthIsRefused() {
    SampleSection.Row row = new SampleSection.Row("r7", 0, List.of(1f), List.of(1f));

    assertThatThrownBy(() -> new SampleSection("m", "t", List.of("a", "b"), List.of(row)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row r7 has 1 values and 1 feature values; need 2 of each");
  }
}
