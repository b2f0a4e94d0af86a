package io.assay.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import io.assay.spark.SharedSpark;
import io.assay.spark.ml.PipelineInput.Form;
import io.assay.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.classification.OneVsRest;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.regression.DecisionTreeRegressor;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.RandomForestRegressor;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A saved model's outputs, row by row, are the columns that its transform gives. */
@ExtendWith(SharedSpark.class)
class SparkMlModelsIT {
  @TempDir private Path folder;

  static Stream<PipelineStage> classifiers() {
    return Stream.of(
        new LogisticRegression().setLabelCol("three"),
        new LogisticRegression().setRegParam(0.01),
        new DecisionTreeClassifier().setLabelCol("three"),
        new RandomForestClassifier().setNumTrees(7).setSeed(1),
        new GBTClassifier().setMaxIter(5).setSeed(1),
        new MultilayerPerceptronClassifier().setLayers(new int[] {3, 4, 2}).setSeed(1));
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void theOutputsOfAClassifierAreTheColumnsOfItsTransform(
      PipelineStage classifier, SparkSession spark) {
    Dataset<Row> rows = Saved.rows(spark, 60);
    PipelineModel model = Saved.fit(rows, Saved.assembler("a", "b", "n"), classifier);
    Path path = Saved.save(folder, model);

    Tensor probabilities = Saved.open(spark, path, Unit.PROBABILITY).outputs(Saved.encoded(rows));
    Tensor raw = Saved.open(spark, path, Unit.RAW).outputs(Saved.encoded(rows));

    Dataset<Row> expected = model.transform(rows);
    assertThat(probabilities).isEqualTo(Saved.column(expected, "probability"));
    assertThat(raw).isEqualTo(Saved.column(expected, "rawPrediction"));
  }

  static Stream<PipelineStage> others() {
    return Stream.of(
        new LinearSVC().setMaxIter(5),
        new OneVsRest().setClassifier(new LogisticRegression()).setLabelCol("three"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void classifiersWithoutProbabilitiesGiveTheirRawPredictions(
      PipelineStage classifier, SparkSession spark) {
    Dataset<Row> rows = Saved.rows(spark, 60);
    PipelineModel model = Saved.fit(rows, Saved.assembler("a", "b", "n"), classifier);

    Tensor raw =
        Saved.open(spark, Saved.save(folder, model), Unit.RAW).outputs(Saved.encoded(rows));

    assertThat(raw).isEqualTo(Saved.column(model.transform(rows), "rawPrediction"));
  }

  static Stream<PipelineStage> regressors() {
    return Stream.of(
        new LinearRegression().setLabelCol("y"),
        new GeneralizedLinearRegression().setLabelCol("y"),
        new DecisionTreeRegressor().setLabelCol("y"),
        new RandomForestRegressor().setLabelCol("y").setNumTrees(5).setSeed(1),
        new GBTRegressor().setLabelCol("y").setMaxIter(5).setSeed(1));
  }

  @ParameterizedTest
  @MethodSource("regressors")
  void theOutputOfARegressionIsItsPrediction(PipelineStage regressor, SparkSession spark) {
    Dataset<Row> rows = Saved.rows(spark, 60);
    PipelineModel model = Saved.fit(rows, Saved.assembler("a", "b", "n"), regressor);

    BlackBox opened = Saved.open(spark, Saved.save(folder, model), Unit.RAW);

    assertThat(opened.signature().outputs()).containsExactly("prediction");
    assertThat(opened.outputs(Saved.encoded(rows)))
        .isEqualTo(Saved.column(model.transform(rows), "prediction"));
  }

  @Test
  void aPipelineReadsCategoriesFromOneHotRows(SparkSession spark) {
    Dataset<Row> rows = Saved.rows(spark, 60);
    PipelineModel model =
        Saved.fit(
            rows,
            new StringIndexer()
                .setInputCols(new String[] {"site", "n"})
                .setOutputCols(new String[] {"site_index", "n_index"}),
            new OneHotEncoder()
                .setInputCols(new String[] {"site_index", "n_index"})
                .setOutputCols(new String[] {"site_vector", "n_vector"}),
            Saved.assembler("a", "site_vector", "n_vector", "flag"),
            new StandardScaler().setInputCol("features").setOutputCol("scaled"),
            new LogisticRegression().setFeaturesCol("scaled").setRegParam(0.01));
    List<PipelineInput> columns =
        List.of(
            PipelineInput.number("a", Form.NUMBER, 0),
            PipelineInput.oneHot("site", 1, Saved.SITES),
            PipelineInput.number("n", Form.WHOLE, 4),
            PipelineInput.number("flag", Form.TRUTH, 5));

    BlackBox opened = Saved.open(spark, Saved.save(folder, model), Unit.LOGIT, columns, 6);

    Tensor input =
        Saved.encoded(rows, "a", "site = 'north'", "site = 'south'", "site = 'east'", "n", "flag");
    assertThat(opened.outputs(input))
        .isEqualTo(Saved.column(model.transform(rows), "rawPrediction"));
  }
}
