package io.assay.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import io.assay.spark.SharedSpark;
import io.assay.spark.ml.PipelineInput.Form;
import io.assay.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.Bucketizer;
import org.apache.spark.ml.feature.CountVectorizer;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.MinMaxScaler;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.feature.PolynomialExpansion;
import org.apache.spark.ml.feature.RFormula;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.Tokenizer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stages may do to a row, and what no row can be explained through. */
@ExtendWith(SharedSpark.class)
class StagesIT {
  @TempDir private Path folder;

  private static LinearRegression linear() {
    return new LinearRegression().setLabelCol("y").setRegParam(0.01);
  }

  private static SQLTransformer sql(String statement) {
    return new SQLTransformer().setStatement(statement);
  }

  private static StringIndexer siteIndexer() {
    return new StringIndexer().setInputCol("site").setOutputCol("index");
  }

  static Stream<List<PipelineStage>> rowWise() {
    return Stream.of(
        List.of(
            new Imputer().setInputCols(new String[] {"a"}).setOutputCols(new String[] {"full"}),
            new Bucketizer()
                .setInputCol("b")
                .setOutputCol("bucket")
                .setSplits(new double[] {-9, 0, 0.5, 9}),
            Saved.assembler("full", "bucket")),
        List.of(
            Saved.assembler("a", "b", "n").setOutputCol("plain"),
            new MinMaxScaler().setInputCol("plain").setOutputCol("unit"),
            new PolynomialExpansion().setInputCol("unit").setOutputCol("wide").setDegree(2),
            new PCA().setInputCol("wide").setOutputCol("features").setK(4)),
        List.of(
            sql("SELECT *, a * b AS ab, CASE WHEN n > 2 THEN 1 ELSE 0 END AS many FROM __THIS__"),
            Saved.assembler("ab", "many")),
        List.of(new Pipeline().setStages(new PipelineStage[] {Saved.assembler("a", "b", "n")})));
  }

  @ParameterizedTest
  @MethodSource("rowWise")
  void stagesThatLookAtOneRowGiveWhatTransformGives(
      List<PipelineStage> stages, SparkSession spark) {
    Dataset<Row> rows = Saved.rows(spark, 60);
    PipelineModel model =
        Saved.fit(
            rows,
            Stream.concat(stages.stream(), Stream.of(linear())).toArray(PipelineStage[]::new));

    Tensor outputs =
        Saved.open(spark, Saved.save(folder, model), Unit.RAW).outputs(Saved.encoded(rows));

    assertThat(outputs).isEqualTo(Saved.column(model.transform(rows), "prediction"));
  }

  private static List<PipelineInput> siteAndNumbers() {
    return List.of(
        PipelineInput.number("a", Form.NUMBER, 0),
        PipelineInput.ordinal("site", 1, Saved.SITES, List.of(10.0, 20.0, 30.0)),
        PipelineInput.number("flag", Form.TRUTH, 2));
  }

  private static Tensor encodedSites(Dataset<Row> rows) {
    return Saved.encoded(
        rows, "a", "CASE site WHEN 'north' THEN 10 WHEN 'south' THEN 20 ELSE 30 END", "flag");
  }

  @Test
  void aFormulaReadsCategoriesFromCodesAndTruths(SparkSession spark) {
    Dataset<Row> rows = Saved.rows(spark, 60);
    PipelineModel model =
        Saved.fit(rows, new RFormula().setFormula("label ~ a + site + flag"), linear());

    BlackBox opened = Saved.open(spark, Saved.save(folder, model), Unit.RAW, siteAndNumbers(), 3);

    assertThat(opened.outputs(encodedSites(rows)))
        .isEqualTo(Saved.column(model.transform(rows), "prediction"));
  }

  @Test
  void whatAStageHasBroadcastTravelsWithIt(SparkSession spark) {
    Dataset<Row> rows = Saved.rows(spark, 60);
    PipelineModel model =
        Saved.fit(
            rows,
            new Tokenizer().setInputCol("site").setOutputCol("words"),
            new CountVectorizer().setInputCol("words").setOutputCol("counts"),
            Saved.assembler("a", "counts"),
            linear());

    BlackBox opened = Saved.open(spark, Saved.save(folder, model), Unit.RAW, siteAndNumbers(), 3);

    assertThat(opened.outputs(encodedSites(rows)))
        .isEqualTo(Saved.column(model.transform(rows), "prediction"));
  }

  @Test
  void aRowThatAStageDropsHasNoNumberForAnOutput(SparkSession spark) {
    Dataset<Row> rows = Saved.rows(spark, 60);
    PipelineModel model =
        Saved.fit(
            rows.where("site != 'east'"),
            siteIndexer().setHandleInvalid("skip"),
            Saved.assembler("a", "index"),
            linear());

    Tensor outputs =
        Saved.open(spark, Saved.save(folder, model), Unit.RAW, siteAndNumbers(), 3)
            .outputs(encodedSites(rows));

    List<Row> sites = rows.select("site").collectAsList();
    for (int row = 0; row < sites.size(); row++) {
      assertThat(Float.isNaN(outputs.at(row)))
          .isEqualTo(sites.get(row).getString(0).equals("east"));
    }
  }

  @Test
  void aRowThatAStageCannotTakeFailsWithAWayOut(SparkSession spark) {
    Dataset<Row> rows = Saved.rows(spark, 60);
    PipelineModel model = Saved.fit(rows, siteIndexer(), Saved.assembler("a", "index"), linear());
    List<PipelineInput> columns =
        List.of(
            PipelineInput.number("a", Form.NUMBER, 0),
            PipelineInput.oneHot("site", 1, Saved.SITES));
    BlackBox opened = Saved.open(spark, Saved.save(folder, model), Unit.RAW, columns, 4);

    Tensor mean = opened.outputs(Tensor.of(new float[] {1, 0.3f, 0.4f, 0.3f}, 1, 4));

    assertThat(mean).isEqualTo(opened.outputs(Tensor.of(new float[] {1, 0, 1, 0}, 1, 4)));
    assertThatThrownBy(() -> opened.outputs(Tensor.zeros(1, 4)))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_FAILED))
        .hasMessageContaining("baseline");
  }

  @Test
  void theLabelsOfThePipelineNameTheOutputs(SparkSession spark) {
    Dataset<Row> rows = Saved.rows(spark, 60);
    StringIndexer labels =
        new StringIndexer()
            .setInputCol("site")
            .setOutputCol("site_label")
            .setStringOrderType("alphabetAsc");
    LogisticRegression classifier = new LogisticRegression().setLabelCol("site_label");
    IndexToString back =
        new IndexToString()
            .setInputCol("prediction")
            .setOutputCol("said")
            .setLabels(new String[] {"E", "N", "S"});

    PipelineModel indexed = Saved.fit(rows, labels, Saved.assembler("a", "b", "n"), classifier);
    PipelineModel named = Saved.fit(rows, labels, Saved.assembler("a", "b", "n"), classifier, back);

    assertThat(names(spark, indexed)).containsExactly("east", "north", "south");
    assertThat(names(spark, named)).containsExactly("E", "N", "S");
  }

  private List<String> names(SparkSession spark, PipelineModel model) {
    return Saved.open(spark, Saved.save(folder, model), Unit.LOGIT).signature().outputs();
  }

  @Test
  void theBestModelOfACrossValidationIsTheModel(SparkSession spark) {
    Dataset<Row> rows = Saved.rows(spark, 60);
    Pipeline pipeline =
        new Pipeline().setStages(new PipelineStage[] {Saved.assembler("a", "b"), linear()});
    CrossValidatorModel model =
        new CrossValidator()
            .setEstimator(pipeline)
            .setEvaluator(new RegressionEvaluator().setLabelCol("y"))
            .setEstimatorParamMaps(new ParamMap[] {ParamMap.empty()})
            .setNumFolds(2)
            .fit(rows);

    Tensor outputs =
        Saved.open(spark, Saved.save(folder, model), Unit.RAW).outputs(Saved.encoded(rows));

    assertThat(outputs).isEqualTo(Saved.column(model.transform(rows), "prediction"));
  }

  @Test
  void callsOfManyThreadsDoNotMeetAndRowsAreIndependent(SparkSession spark) {
    Dataset<Row> rows = Saved.rows(spark, 60);
    PipelineModel model =
        Saved.fit(
            rows,
            Saved.assembler("a", "b", "n"),
            new MultilayerPerceptronClassifier().setLayers(new int[] {3, 9, 2}).setSeed(1));
    BlackBox opened = Saved.open(spark, Saved.save(folder, model), Unit.LOGIT);
    Tensor input = Saved.encoded(rows);
    Tensor whole = opened.outputs(input);

    List<Tensor> alone =
        IntStream.range(0, 6000)
            .parallel()
            .mapToObj(i -> opened.outputs(input.slice(i % 60, i % 60 + 1)))
            .toList();

    for (int i = 0; i < alone.size(); i++) {
      assertThat(alone.get(i)).isEqualTo(whole.slice(i % 60, i % 60 + 1));
    }
  }

  static Stream<List<String>> notRowWise() {
    return Stream.of(
        List.of("SELECT *, avg(a) OVER (PARTITION BY n) AS c FROM __THIS__", "Window"),
        List.of("SELECT *, rand() AS c FROM __THIS__", "rand"),
        List.of("SELECT *, (SELECT max(a) FROM __THIS__) AS c FROM __THIS__", "by itself"));
  }

  @ParameterizedTest
  @MethodSource("notRowWise")
  void aStageThatLooksAtOtherRowsOrAtChanceIsRefused(List<String> stage, SparkSession spark) {
    Dataset<Row> rows = Saved.rows(spark, 60);
    PipelineModel model = Saved.fit(rows, sql(stage.get(0)), Saved.assembler("a", "c"), linear());
    Path path = Saved.save(folder, model);

    assertThatThrownBy(() -> Saved.open(spark, path, Unit.RAW))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_SHAPE))
        .hasMessageContaining(stage.get(1));
  }

  @Test
  void refusalsSayWhatToChange(SparkSession spark) {
    Dataset<Row> rows = Saved.rows(spark, 60).withColumnRenamed("b", "z");
    PipelineModel forest =
        Saved.fit(rows, Saved.assembler("a", "z"), new RandomForestClassifier().setNumTrees(2));
    PipelineModel noPredictor = Saved.fit(rows, Saved.assembler("a", "z"));

    assertThat(refusal(spark, Saved.save(folder, forest), Unit.LOGIT))
        .startsWith("MODEL_SHAPE")
        .contains("RandomForestClassificationModel", "to raw for those, or to probability");
    assertThat(refusal(spark, Saved.save(folder, forest), Unit.PROBABILITY))
        .startsWith("MODEL_SHAPE")
        .contains("VectorAssembler", "field `z`", "the job gives a double, b double, n bigint");
    assertThat(refusal(spark, Saved.save(folder, noPredictor), Unit.RAW))
        .startsWith("MODEL_SHAPE")
        .contains("[VectorAssembler]");
  }

  @Test
  void aFolderThatIsNoModelIsRefused(SparkSession spark) throws Exception {
    Pipeline unfitted = new Pipeline().setStages(new PipelineStage[] {linear()});
    Path model = Saved.save(folder, unfitted);

    assertThat(refusal(spark, model, Unit.RAW)).startsWith("MODEL_UNREADABLE").contains("fit()");
    change(model, "org.apache.spark.ml.Pipeline\"", "com.example.Gone\"");
    assertThat(refusal(spark, model, Unit.RAW))
        .startsWith("MODEL_UNREADABLE")
        .contains("com.example.Gone", "spark.jars");
    change(model, "\"class\"", "\"klass\"");
    assertThat(refusal(spark, model, Unit.RAW)).contains("its metadata is not");
    assertThat(refusal(spark, folder.resolve("nothing"), Unit.RAW))
        .startsWith("MODEL_UNREADABLE")
        .contains("nothing");
  }

  private static String refusal(SparkSession spark, Path model, Unit unit) {
    try {
      return Saved.open(spark, model, unit).signature().toString();
    } catch (AssayException e) {
      return e.code() + " " + e.getMessage();
    }
  }

  /** Changes the metadata, which is text in one file. */
  private static void change(Path model, String from, String to) throws Exception {
    Path metadata = metadata(model);
    String text = Files.readString(metadata);
    assertThat(text).contains(from);
    Files.writeString(metadata, text.replace(from, to));
    Files.deleteIfExists(metadata.resolveSibling("." + metadata.getFileName() + ".crc"));
  }

  private static Path metadata(Path model) throws Exception {
    try (Stream<Path> files = Files.list(model.resolve("metadata"))) {
      return files
          .filter(each -> String.valueOf(each.getFileName()).startsWith("part-"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aModelInTheLayoutOfSpark35IsRead(SparkSession spark) throws Exception {
    Dataset<Row> rows = Saved.rows(spark, 60);
    LogisticRegression classifier = new LogisticRegression().setRegParam(0.01);
    var model = classifier.fit(Saved.assembler("a", "b", "n").transform(rows));
    Path path = Saved.save(folder, model);
    change(path, "\"sparkVersion\":\"" + spark.version(), "\"sparkVersion\":\"3.5.6");
    Files.move(metadata(path), path.resolve("metadata/part-00000"));

    Tensor outputs = Saved.open(spark, path, Unit.LOGIT).outputs(Saved.encoded(rows));

    assertThat(outputs)
        .isEqualTo(
            Saved.column(
                model.transform(Saved.assembler("a", "b", "n").transform(rows)), "rawPrediction"));
  }

  @Test
  void theDigestIsThatOfTheFilesAndTheirNames(SparkSession spark) throws Exception {
    Path model = Files.createDirectories(folder.resolve("by-hand"));
    Files.createDirectories(model.resolve("metadata"));
    Files.writeString(
        model.resolve("metadata/part-00000"), "{\"class\":\"x\",\"sparkVersion\":\"4.2.0\"}\n");
    Files.writeString(model.resolve("b"), "two\n");
    var hadoop = spark.sparkContext().hadoopConfiguration();

    String digest = SparkMlModels.digest(model.toString(), hadoop);
    Files.writeString(model.resolve("metadata/_SUCCESS"), "");
    String hidden = SparkMlModels.digest(model.toString(), hadoop);
    Files.move(model.resolve("b"), model.resolve("c"));
    String renamed = SparkMlModels.digest(model.toString(), hadoop);

    // (cd by-hand && sha256sum b metadata/part-00000 | sha256sum)
    assertThat(digest)
        .isEqualTo("16589a00b7f3912d4c0c66e0b6047831090b03920015fc48b1b050f447fc0fd6");
    assertThat(hidden).isEqualTo(digest);
    assertThat(renamed).isNotEqualTo(digest);
  }
}
