package io.assay.spark.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.assay.spark.SharedSpark;
import io.assay.spark.cli.Assay;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What commands make of runs that jobs have stored. */
@ExtendWith(SharedSpark.class)
class StoredRunsIT {
  private static final Path CANCER = Path.of("jobs/breast-cancer").toAbsolutePath();
  private static final Path DATA = CANCER.resolve("data/breast_cancer.parquet");
  private static final Path MODEL = CANCER.resolve("model/breast_cancer_mlp.pt");
  private static final String JOB =
      """
      name: over-time
      seed: 3
      input: {path: %s, row-id: id, features: [%s]%s}
      model: {path: %s, outputs: {names: [benign, malignant]}}
      target: {class: malignant}
      baseline: {kind: zeros}
      methods: [input-x-gradient, {smooth-grad: {samples: 4}}]
      execution: {shard-rows: 200}
      output: {path: OUT}
      """;

  private record Result(int status, String out) {}

  private static Result assay(String... arguments) {
    StringWriter out = new StringWriter();
    PrintWriter both = new PrintWriter(out, true);
    return new Result(Assay.execute(both, both, arguments), out.toString());
  }

  private static void run(SparkSession spark, Path folder, String id, String filter) {
    List<String> features =
        List.of(spark.read().parquet(DATA.toString()).columns()).stream()
            .filter(name -> name.contains("_"))
            .toList();
    String yaml = JOB.formatted(DATA, String.join(", ", features), filter, MODEL);
    Path job = folder.resolve("job.yaml");
    try {
      Files.writeString(job, yaml.replace("OUT", folder.resolve("out").toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(assay("run", job.toString(), "--run-id", id).status()).isZero();
  }

  @Test
  void twoRunsOfAJobAreFollowedComparedAndExported(SparkSession spark, @TempDir Path folder)
      throws IOException {
    run(spark, folder, "a", "");
    run(spark, folder, "b", ", filter: \"mean_radius >= 12\"");
    Path runs = folder.resolve("out/runs");

    Result history = assay("history", folder.resolve("out").toString(), "mean_radius");
    Result diff =
        assay("diff", runs.resolve("a").toString(), runs.resolve("b").toString(), "--json");
    Result csv =
        assay("export", runs + "/b", "--to", "csv", "--out", folder.resolve("csv").toString());

    assertThat(history.out()).contains("by input-x-gradient", "by smooth-grad", "rows, job");
    JsonObject section =
        JsonParser.parseString(diff.out())
            .getAsJsonObject()
            .getAsJsonArray("sections")
            .get(0)
            .getAsJsonObject();
    long rows = spark.read().parquet(DATA.toString()).where("mean_radius >= 12").count();
    assertThat(section.get("common_rows").getAsLong()).isEqualTo(rows);
    assertThat(section.getAsJsonArray("features")).hasSize(30);
    assertThat(csv.status()).isZero();
    try (var lines = Files.lines(folder.resolve("csv/b/attributions-smooth-grad.csv"))) {
      assertThat(lines.count()).isEqualTo(rows + 1);
    }
    assertThat(Files.readString(folder.resolve("csv/b/attributions-smooth-grad.csv")))
        .startsWith("row_id,target,score,")
        .contains("mean_radius__se");
  }

  @Test
  void theSameRowsExplainedAgainDoNotDiffer(SparkSession spark, @TempDir Path folder) {
    run(spark, folder, "a", "");
    run(spark, folder, "b", "");
    Path runs = folder.resolve("out/runs");

    Result plain = assay("diff", runs + "/a", runs + "/b", "--all", "--method", "input-x-gradient");
    Result sampled = assay("diff", runs + "/a", runs + "/b", "--method", "smooth-grad");

    assertThat(plain.out())
        .contains("the runs explained the same rows", "0 of 30 features have another share")
        .doesNotContain("The method samples");
    assertThat(plain.out().lines().filter(line -> line.contains("+0.0000 to +0.0000")).count())
        .isEqualTo(30);
    assertThat(sampled.out()).contains("The method samples", "0 of 30 features have another share");
  }
}
