package io.assay.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.model.BlackBox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jobs that come with Assay fit their data and their models. */
final class ShippedJobsTest {
  private static final Path JOBS = Path.of("jobs");
  private static final Map<String, Integer> WIDTHS =
      Map.of(
          "breast-cancer", 30,
          "telco-churn", 40,
          "churn-trees", 19,
          "fashion", 28 * 28,
          "sentiment", 40,
          "imagenet-photos", 3 * 224 * 224);

  static List<Path> folders() throws Exception {
    try (Stream<Path> entries = Files.list(JOBS)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static JobSpec job(Path folder) throws Exception {
    String yaml = Files.readString(folder.resolve("job.yaml"));
    return JobReader.read(yaml, List.of()).resolvedAgainst(folder.toString());
  }

  @ParameterizedTest
  @MethodSource("folders")
  void everyJobPassesAllChecksOfItsDataAndModel(Path folder) throws Exception {
    JobSpec spec = job(folder);

    List<Problem> problems = JobCheck.problems(spec, facts(spec));

    assertThat(problems).isEmpty();
    assertThat(spec.name()).isEqualTo(folder.getFileName().toString());
    assertThat(Planner.plan(spec, facts(spec)).inputWidth()).isEqualTo(WIDTHS.get(spec.name()));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void everyModelIsTheOneThatItsJobNames(Path folder) throws Exception {
    JobSpec spec = job(folder);

    byte[] model = Files.readAllBytes(Path.of(spec.model().path()));

    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model));
    assertThat(spec.model().sha256()).contains(digest);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void everyResolvedJobReadsBack(Path folder) throws Exception {
    JobSpec spec = job(folder);

    assertThat(JobReader.read(JobWriter.yaml(spec), List.of())).isEqualTo(spec);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void everyFolderSaysHowToSubmitAndWhoseDataItHolds(Path folder) throws Exception {
    assertThat(folder.resolve("submit.sh")).isExecutable();
    assertThat(Files.readString(folder.resolve("README.md"))).contains("data/").contains("licen");
  }

  @Test
  void rowsWithoutTotalChargesAreWithinTheRejectsThatTheJobAllows() throws Exception {
    JobSpec spec = job(JOBS.resolve("telco-churn"));

    long rows = count(spec, "true");
    long incomplete = count(spec, "total_charges is null");

    assertThat(incomplete).isEqualTo(11);
    assertThat((double) incomplete / rows).isLessThan(spec.execution().maxRejectShare());
  }

  @Test
  void everyCategoryOfTheDataHasItsPlaceInTheEncoding() throws Exception {
    JobSpec spec = job(JOBS.resolve("telco-churn"));

    for (Map.Entry<String, EncodingSpec> encoding : spec.input().encodings().entrySet()) {
      List<String> categories =
          column(
              "select distinct \"%s\" from %s order by 1"
                  .formatted(encoding.getKey(), table(spec)));
      assertThat(encoding.getValue().oneHot()).as(encoding.getKey()).isEqualTo(categories);
    }
    assertThat(spec.model().outputs().names())
        .isEqualTo(column("select distinct churn from " + table(spec) + " order by 1"));
  }

  @Test
  void everyCategoryOfTheDataHasItsCodeInTheOrderOfTheirNames() throws Exception {
    JobSpec spec = job(JOBS.resolve("churn-trees"));

    for (Map.Entry<String, EncodingSpec> encoding : spec.input().encodings().entrySet()) {
      List<String> categories =
          column(
              "select distinct \"%s\" from %s order by 1"
                  .formatted(encoding.getKey(), table(spec)));
      Map<String, Double> codes = encoding.getValue().ordinal();
      assertThat(codes.keySet()).as(encoding.getKey()).containsExactlyElementsOf(categories);
      assertThat(codes.values()).containsExactlyElementsOf(numbers(categories.size()));
    }
  }

  private static List<Double> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Double::valueOf).toList();
  }

  private static JobFacts facts(JobSpec spec) throws Exception {
    List<ColumnFacts> columns = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("describe select * from " + table(spec))) {
      while (rows.next()) {
        columns.add(new ColumnFacts(rows.getString(1), kind(rows.getString(2)), rows.getString(2)));
      }
    }
    ModelFacts model;
    try (BlackBox opened = open(spec)) {
      model = ModelFacts.of(opened, Planner.layers(spec));
    }
    return new JobFacts(count(spec, "true"), columns, 0, model, 1);
  }

  private static ColumnFacts.Kind kind(String type) {
    return switch (type) {
      case "VARCHAR" -> ColumnFacts.Kind.STRING;
      case "BLOB" -> ColumnFacts.Kind.BINARY;
      default -> ColumnFacts.Kind.NUMERIC;
    };
  }

  private static BlackBox open(JobSpec spec) {
    InputPlan input = InputPlan.of(spec, 0);
    ModelOptions options =
        new ModelOptions(
                input.shape(),
                spec.model().outputs().unit(),
                spec.model().outputs().names(),
                ModelOptions.Device.CPU,
                spec.model().callRows(input.width()))
            .withInputType(
                input.kind() == InputPlan.Kind.TEXT
                    ? ModelOptions.InputType.INT64
                    : ModelOptions.InputType.FLOAT32)
            .withLayers(Planner.layers(spec));
    Path file = Path.of(spec.model().path());
    return spec.model().engine() == ModelSpec.Engine.XGBOOST
        ? ModelFiles.openXgboost(file, options)
        : ModelFiles.openTorchScript(file, options);
  }

  private static long count(JobSpec spec, String condition) throws Exception {
    String query = "select count(*) from %s where %s".formatted(table(spec), condition);
    return Long.parseLong(column(query).get(0));
  }

  private static String table(JobSpec spec) {
    String path = spec.input().path();
    return spec.input().format() == InputSpec.Format.CSV
        ? "read_csv('%s', auto_type_candidates = ['BIGINT', 'DOUBLE', 'VARCHAR'])".formatted(path)
        : "read_parquet('%s')".formatted(path);
  }

  private static List<String> column(String query) throws Exception {
    List<String> values = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
