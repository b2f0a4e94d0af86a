package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.attribution.Tuning;
import io.assay.job.JobFacts;
import io.assay.job.ModelFacts;
import io.assay.report.Manifest;
import io.assay.run.Pilot;
import io.assay.spark.scan.StoredShards;
import io.assay.table.FeatureColumn;
import io.assay.table.InputLayout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StagedPlanTest {
  private static final Tuning LEARNT =
      new Tuning(Map.of("lengths", List.of(0.1, Math.PI, 1e-300, Double.POSITIVE_INFINITY)));

  private static StagedPlan plan(long rows) {
    ShardWork work =
        new ShardWork(
            new RunFolder("out", "r"),
            "name: job",
            new JobFacts(rows, List.of(), 0, ModelFacts.unknown(), 1),
            InputLayout.of("id", List.of(FeatureColumn.numeric("a"))),
            "0a.baseline",
            new ShippedModel("model.pt", "0f", 1, "0f.model"));
    return new StagedPlan(
        "2026-01-01T00:00:00Z",
        work,
        new Manifest.BaselineUsed("zeros", "all zeros", 0, ""),
        List.of(),
        StoredShards.ofRowIds(100, 1),
        null,
        Map.of());
  }

  @Test
  void whatMethodsLearntComesBackBitForBit() {
    StagedPlan learnt = plan(5).with(Map.of("shap", new Pilot.Lesson(LEARNT, 40, 4000, 1.5)));

    StagedPlan again = StagedPlan.fromJson(learnt.toJson());

    assertThat(again).isEqualTo(learnt);
    assertThat(again.work().facts().tunings()).containsOnly(Map.entry("shap", LEARNT));
    assertThat(again.pilots().get("shap")).isEqualTo(new Manifest.Pilot(40, 4000, 1.5));
  }

  @Test
  void aPlanOfAnEarlierVersionHasLearntNothing() {
    String json = plan(5).toJson().replace(",\"tunings\":{}", "").replace(",\"pilots\":{}", "");

    assertThat(json).doesNotContain("tunings", "pilots");
    assertThat(StagedPlan.fromJson(json)).isEqualTo(plan(5));
  }

  @Test
  void whatWasLearntIsNoChangeOfTheInput() {
    StagedPlan begun = plan(5).with(Map.of("shap", new Pilot.Lesson(LEARNT, 40, 4000, 1.5)));

    begun.checkUnchanged(plan(5));

    assertThatThrownBy(() -> begun.checkUnchanged(plan(6)))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("the input changed");
  }
}
