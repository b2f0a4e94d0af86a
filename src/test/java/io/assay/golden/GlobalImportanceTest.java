package io.assay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.aggregate.Importance;
import io.assay.aggregate.ImportanceState;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.gradient.InputXGradient;
import io.assay.attribution.gradient.IntegratedGradients;
import io.assay.attribution.gradient.Saliency;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole numeric chain without Spark: data set, model, method, shards, merged states, table. The
 * expected tables come from torch 1.13 and Captum 0.8.0 with the model in float64, over all 569
 * rows and over those of each class, the label's logit explained.
 *
 * <p>Tolerance: 1e-5 of the largest value of the column. The model runs in float32 here, which
 * moves attributions by about 1e-6 of their size, more where a rectifier switches between the two
 * precisions.
 */
class GlobalImportanceTest {
  private static final double TOLERANCE = 1e-5;
  private static final int SHARD_ROWS = 100;

  private static GoldenTable data;
  private static Differentiable model;

  /** The methods of which there are tables. */
  enum Case {
    IG50("global_ig50") {
      @Override
      AttributionMethod<Differentiable> method() {
        return new IntegratedGradients(
            IntegratedGradients.Options.fixed(IntegratedGradients.Rule.GAUSS_LEGENDRE, 50));
      }
    },
    SALIENCY("global_saliency") {
      @Override
      AttributionMethod<Differentiable> method() {
        return new Saliency(Saliency.Options.standard());
      }
    },
    INPUT_X_GRADIENT("global_input_x_gradient") {
      @Override
      AttributionMethod<Differentiable> method() {
        return new InputXGradient(InputXGradient.Options.standard());
      }
    };

    private final String file;

    Case(String file) {
      this.file = file;
    }

    abstract AttributionMethod<Differentiable> method();
  }

  @BeforeAll
  static void open() {
    data = GoldenTable.of("mlp_bc", "dataset");
    ModelOptions options =
        new ModelOptions(List.of(30), Unit.LOGIT, List.of(), ModelOptions.Device.CPU, 512);
    BlackBox opened = ModelFiles.openTorchScript(GoldenCase.mlpBc().scripted(), options);
    model = opened.as(Differentiable.class).orElseThrow();
  }

  @AfterAll
  static void close() throws Exception {
    model.close();
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void tablesOfMergedShardsAreThoseOfTheReference(Case golden) {
    GoldenTable expected = GoldenTable.of("mlp_bc", golden.file);
    Attributions attributions = attribute(golden.method());

    for (String segment : List.of("all", "0", "1")) {
      List<Importance> importances = foldOfShards(attributions, segment).importances(0.95);

      GoldenTable table = expected.where("class", segment);
      assertThat(importances).hasSize(table.rows());
      assertColumn(table, "count", importances.stream().mapToDouble(Importance::rows).toArray());
      assertColumn(
          table, "mean_abs", importances.stream().mapToDouble(Importance::meanAbs).toArray());
      assertColumn(table, "mean", importances.stream().mapToDouble(Importance::mean).toArray());
      assertColumn(
          table,
          "std_population",
          importances.stream().mapToDouble(GlobalImportanceTest::populationStd).toArray());
      assertColumn(
          table,
          "max_abs",
          importances.stream().mapToDouble(one -> Math.max(one.max(), -one.min())).toArray());
      assertColumn(
          table,
          "fraction_positive",
          importances.stream().mapToDouble(Importance::positiveShare).toArray());
    }
  }

  /** Saliency is not negative, so its quantiles are those of the magnitude. */
  @Test
  void quantilesAreWithinTheBoundOfTheReference() {
    GoldenTable table = GoldenTable.of("mlp_bc", "global_saliency").where("class", "all");
    Attributions attributions = attribute(Case.SALIENCY.method());

    List<Importance> importances = foldOfShards(attributions, "all").importances(0.95);

    double[] medians = table.numbers("median_abs");
    double[] p95s = table.numbers("p95_abs_linear");
    for (int feature = 0; feature < importances.size(); feature++) {
      assertRank(attributions, feature, importances.get(feature).p50(), medians[feature]);
      assertRank(attributions, feature, importances.get(feature).p95(), p95s[feature]);
    }
  }

  /** Within 1 % of a row next to the reference, which interpolates between two rows. */
  private static void assertRank(
      Attributions attributions, int feature, double found, double expected) {
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    for (int row = 0; row < attributions.rows(); row++) {
      double value = attributions.values().at(row, feature);
      low = value <= expected ? Math.max(low, value) : low;
      high = value >= expected ? Math.min(high, value) : high;
    }
    assertThat(found).isBetween(0.99 * low, 1.01 * high);
  }

  private static Attributions attribute(AttributionMethod<Differentiable> method) {
    List<String> features = data.names().subList(2, data.names().size());
    int rows = data.rows();
    Tensor input = Tensor.of(data.floats(features), rows, features.size());
    RowIds ids = new RowIds(IntStream.range(0, rows).mapToObj(Integer::toString).toList());
    int[] labels = data.integers("label");
    return method.attribute(
        model,
        new AttributionRequest(
            new TensorBatch(ids, input),
            Target.perRow(labels),
            Baseline.single(Tensor.zeros(1, features.size())),
            FeatureGroups.singletons(features),
            7));
  }

  private static ImportanceState foldOfShards(Attributions attributions, String segment) {
    int[] labels = data.integers("label");
    int groups = attributions.groups();
    ImportanceState fold = ImportanceState.empty(groups);
    for (int from = 0; from < labels.length; from += SHARD_ROWS) {
      ImportanceState shard = ImportanceState.empty(groups);
      for (int row = from; row < Math.min(labels.length, from + SHARD_ROWS); row++) {
        if (segment.equals("all") || segment.equals(Integer.toString(labels[row]))) {
          shard.add(attributions.values().values(), row * groups);
        }
      }
      fold.merge(ImportanceState.fromBytes(shard.toBytes()));
    }
    return fold;
  }

  private static double populationStd(Importance importance) {
    return importance.std() * Math.sqrt((importance.rows() - 1.0) / importance.rows());
  }

  private static void assertColumn(GoldenTable table, String column, double[] found) {
    double[] expected = table.numbers(column);
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(found).as(column).containsExactly(expected, within(TOLERANCE * largest));
  }
}
