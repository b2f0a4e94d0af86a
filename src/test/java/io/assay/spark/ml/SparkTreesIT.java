package io.assay.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.model.AdditiveTrees;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.CategorySplit;
import io.assay.model.tree.Forest;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.Tree;
import io.assay.spark.SharedSpark;
import io.assay.spark.ml.PipelineInput.Form;
import io.assay.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.regression.DecisionTreeRegressor;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.ml.regression.RandomForestRegressor;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trees of saved Spark ML models predict what Spark does with them. */
@ExtendWith(SharedSpark.class)
class SparkTreesIT {
  private static final int ROWS = 10_000;

  @TempDir private Path folder;

  static Stream<PipelineStage> classifiers() {
    return Stream.of(
        new DecisionTreeClassifier().setLabelCol("three"),
        new RandomForestClassifier().setLabelCol("three").setNumTrees(7).setSeed(1),
        new GBTClassifier().setMaxIter(5).setSeed(1));
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void treesOfAClassifierGiveItsRawPredictionsAndProbabilities(
      PipelineStage classifier, SparkSession spark) {
    PipelineModel model =
        Saved.fit(Saved.rows(spark, 400), Saved.assembler("n", "a", "b"), classifier);
    Path path = Saved.save(folder, model);

    TreeEnsemble raw = trees(Saved.open(spark, path, Unit.RAW));
    TreeEnsemble likely = trees(Saved.open(spark, path, Unit.PROBABILITY));

    Tensor rows = rows(raw.forest());
    Dataset<Row> expected = model.transform(frame(spark, rows));
    assertClose(raw.outputs(rows), Saved.column(expected, "rawPrediction"));
    assertClose(likely.outputs(rows), Saved.column(expected, "probability"));
    assertThat(raw.as(AdditiveTrees.class)).isPresent();
    assertThat(likely.as(AdditiveTrees.class).isPresent())
        .isEqualTo(!(classifier instanceof GBTClassifier));
    assertCoversAdd(likely.forest());
  }

  static Stream<PipelineStage> regressors() {
    return Stream.of(
        new DecisionTreeRegressor().setLabelCol("y"),
        new RandomForestRegressor().setLabelCol("y").setNumTrees(5).setSeed(1),
        new GBTRegressor().setLabelCol("y").setMaxIter(5).setStepSize(0.3).setSeed(1));
  }

  @ParameterizedTest
  @MethodSource("regressors")
  void treesOfARegressionGiveItsPredictions(PipelineStage regressor, SparkSession spark) {
    PipelineModel model =
        Saved.fit(Saved.rows(spark, 400), Saved.assembler("n", "a", "b"), regressor);

    TreeEnsemble opened = trees(Saved.open(spark, Saved.save(folder, model), Unit.RAW));

    Tensor rows = rows(opened.forest());
    assertClose(
        opened.outputs(rows), Saved.column(model.transform(frame(spark, rows)), "prediction"));
    assertThat(opened.as(AdditiveTrees.class)).isPresent();
    assertCoversAdd(opened.forest());
  }

  @Test
  void categoriesGoWhereSparkSendsThemUnknownAndMissingOnesToo(SparkSession spark) {
    Dataset<Row> rows =
        Saved.fit(
                Saved.rows(spark, 400).withColumn("five", new org.apache.spark.sql.Column("n")),
                new StringIndexer().setInputCol("five").setOutputCol("index"),
                Saved.assembler("index", "a"))
            .transform(
                Saved.rows(spark, 400).withColumn("five", new org.apache.spark.sql.Column("n")));
    RandomForestClassificationModel model =
        new RandomForestClassifier().setNumTrees(20).setSeed(3).fit(rows);
    List<PipelineInput> columns =
        List.of(
            PipelineInput.number("index", Form.NUMBER, 0),
            PipelineInput.number("a", Form.NUMBER, 1));

    TreeEnsemble opened = trees(Saved.open(spark, Saved.save(folder, model), Unit.RAW, columns, 2));

    Forest forest = opened.forest();
    double[] sums = new double[2];
    for (float category : new float[] {0, 1, 2, 3, 4, -0f, 5, 7, -1, 1.5f, 1e9f, Float.NaN}) {
      float[] row = {category, 0.3f};
      forest.margins(row, 0, sums);
      assertThat(sums)
          .as("category %s", category)
          .containsExactly(
              model.predictRaw(org.apache.spark.ml.linalg.Vectors.dense(category, 0.3f)).toArray(),
              within(1e-12));
    }
    assertThat(forest.trees().stream().flatMap(SparkTreesIT::splits))
        .anyMatch(CategorySplit.class::isInstance);
  }

  @Test
  void aForestOfAnySizeIsLoadedByTheSameNumberOfJobs(SparkSession spark) throws TimeoutException {
    List<Integer> jobs = new ArrayList<>();
    for (int trees : new int[] {3, 100}) {
      PipelineModel model =
          Saved.fit(
              Saved.rows(spark, 60),
              Saved.assembler("a", "b", "n"),
              new RandomForestClassifier().setNumTrees(trees).setMaxDepth(2).setSeed(1));
      Path path = Saved.save(folder, model);
      AtomicInteger started = new AtomicInteger();
      SparkListener counting =
          new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart start) {
              started.incrementAndGet();
            }
          };
      spark.sparkContext().listenerBus().waitUntilEmpty();
      spark.sparkContext().addSparkListener(counting);

      Forest forest = trees(Saved.open(spark, path, Unit.PROBABILITY)).forest();

      spark.sparkContext().listenerBus().waitUntilEmpty();
      spark.sparkContext().removeSparkListener(counting);
      assertThat(forest.trees()).hasSize(trees);
      jobs.add(started.get());
    }

    assertThat(jobs.get(1)).as("jobs").isPositive().isEqualTo(jobs.get(0));
  }

  @Test
  void aStageThatChangesNumbersHidesTheTreesBehindIt(SparkSession spark) {
    PipelineModel model =
        Saved.fit(
            Saved.rows(spark, 60),
            Saved.assembler("a", "b", "n"),
            new StandardScaler().setInputCol("features").setOutputCol("scaled"),
            new GBTClassifier().setFeaturesCol("scaled").setMaxIter(2).setSeed(1));

    BlackBox opened = Saved.open(spark, Saved.save(folder, model), Unit.RAW);

    assertThat(opened.as(TreeEnsemble.class)).isEmpty();
  }

  private static TreeEnsemble trees(BlackBox model) {
    return model.as(TreeEnsemble.class).orElseThrow();
  }

  private static Stream<io.assay.model.tree.Split> splits(Tree tree) {
    return IntStream.range(0, tree.nodes())
        .filter(node -> !tree.isLeaf(node))
        .mapToObj(tree::split);
  }

  private static void assertClose(Tensor found, Tensor expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < expected.values().length; i++) {
      assertThat(found.at(i)).isCloseTo(expected.at(i), within(Math.ulp(expected.at(i))));
    }
  }

  private static void assertCoversAdd(Forest forest) {
    assertThat(forest.hasCovers()).isTrue();
    for (Tree tree : forest.trees()) {
      for (int node = 0; node < tree.nodes(); node++) {
        if (!tree.isLeaf(node)) {
          double sum = tree.cover(tree.left(node)) + tree.cover(tree.right(node));
          assertThat(sum).isCloseTo(tree.cover(node), within(1e-9 * sum));
        }
      }
    }
  }

  /** Returns rows of a, b and n: thresholds, their neighbours and what is between. */
  private static Tensor rows(Forest forest) {
    List<List<Float>> cuts = new ArrayList<>();
    for (int feature = 0; feature < 3; feature++) {
      cuts.add(new ArrayList<>(List.of(0f, -0f, 1f, 2f, -1f, 0.25f, 1e6f)));
    }
    forest.trees().stream()
        .flatMap(SparkTreesIT::splits)
        .forEach(
            split -> {
              float cut = (float) ((NumericSplit) split).cut();
              cuts.get(split.feature()).addAll(List.of(cut, Math.nextUp(cut), Math.nextDown(cut)));
            });
    SplittableRandom random = new SplittableRandom(5);
    float[] values = new float[ROWS * 3];
    for (int i = 0; i < values.length; i++) {
      List<Float> some = cuts.get(i % 3);
      values[i] = some.get(random.nextInt(some.size()));
    }
    return Tensor.of(values, ROWS, 3);
  }

  private static Dataset<Row> frame(SparkSession spark, Tensor rows) {
    List<Row> all =
        IntStream.range(0, rows.rows())
            .mapToObj(
                row ->
                    RowFactory.create(
                        (double) rows.at(row, 0),
                        (double) rows.at(row, 1),
                        (double) rows.at(row, 2)))
            .toList();
    StructType type =
        new StructType(
            Stream.of("a", "b", "n")
                .map(name -> DataTypes.createStructField(name, DataTypes.DoubleType, false))
                .toArray(StructField[]::new));
    return spark.createDataFrame(all, type).coalesce(1);
  }
}
