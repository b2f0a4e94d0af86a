package io.assay.spark.increment;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.report.Manifest;
import io.assay.spark.Cli;
import io.assay.spark.ResumeIT;
import io.assay.spark.SharedSpark;
import io.assay.spark.Tables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a run over a table that keeps snapshots owes, whoever keeps them. */
@ExtendWith(SharedSpark.class)
abstract class SnapshotContract {
  private static final String JOB =
      """
      name: nightly
      seed: 11
      input: {format: table, path: "%s", row-id: id, features: [%s], since: last-run}
      model: {path: %s, batch-rows: 64, outputs: {names: [benign, malignant]}}
      target: {class: malignant}
      baseline: zeros
      methods: [{kernel-shap: {budget: 128}}, saliency]
      slices: ["mean_radius > 15"]
      execution: {shard-rows: 50, max-reject-share: 0.5}
      output: {path: OUT}
      """;

  private SparkSession shared;
  private SparkSession spark;
  private Path folder = Path.of("");
  private String table = "";

  /** Opens a session that knows the catalog, on the context that runs. */
  abstract SparkSession open(Path warehouse);

  /** Returns a name for a table in the catalog. */
  abstract String table(Path warehouse);

  /** Returns how the table is made: its format, and that deletes leave its data files alone. */
  abstract String format();

  /** Returns the property by which columns get other names in the table's metadata alone. */
  abstract String naming();

  @BeforeEach
  void open(SparkSession context, @TempDir Path temporary) {
    shared = context;
    folder = temporary;
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    spark = open(folder.resolve("warehouse"));
    SparkSession.setDefaultSession(spark);
    table = table(folder.resolve("warehouse"));
    spark.sql(
        "CREATE TABLE %s (%s, day STRING) USING %s"
            .formatted(
                table,
                cancer("true").schema().toDDL(),
                format().replace("TBLPROPERTIES", "PARTITIONED BY (day) TBLPROPERTIES")));
  }

  @AfterEach
  void close() {
    SparkSession.setActiveSession(shared);
    SparkSession.setDefaultSession(shared);
  }

  private Dataset<Row> cancer(String ids) {
    return spark.read().parquet(Cli.CANCER_DATA.toString()).where(ids);
  }

  /** Appends the rows of some ids as one data file. */
  private void append(String day, String ids) throws Exception {
    cancer(ids).withColumn("day", lit(day)).coalesce(1).writeTo(table).append();
  }

  private Path job() {
    String features =
        String.join(
            ", ", Stream.of(cancer("true").columns()).filter(name -> name.contains("_")).toList());
    return Cli.job(folder, JOB.formatted(table, features, Cli.CANCER_MODEL));
  }

  private Manifest run(String id, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("run", job().toString(), "--run-id", id));
    Stream.of(settings).forEach(each -> arguments.addAll(List.of("--set", each)));
    Cli.Result result = Cli.assay(arguments.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    return Cli.manifest(folder, id);
  }

  /** Explains all rows, in shards of the same kind. */
  private Manifest whole(String id, String... settings) {
    return run(
        id,
        Stream.concat(Stream.of("input.since=all", "execution.shards=files"), Stream.of(settings))
            .toArray(String[]::new));
  }

  private Dataset<Row> importance(String run) {
    return spark.read().parquet(folder.resolve("out/importance/run_id=" + run).toString());
  }

  private static String snapshot(Manifest manifest) {
    return manifest
        .resolvedJob()
        .lines()
        .filter(line -> line.startsWith("  snapshot: "))
        .findFirst()
        .orElseThrow()
        .substring("  snapshot: ".length());
  }

  @Test
  void whatWasAppendedAloneIsExplainedAndImportanceIsThatOfAllToTheLastBit() throws Exception {
    append("1", "id < 200");
    append("2", "id >= 200 and id < 330");
    Manifest first = run("first");
    append("3", "id >= 330 and id < 400");
    Manifest second = run("second");
    append("4", "id >= 400 and id < 450");

    Manifest third = run("third");
    Manifest whole = whole("whole");
    run("by-id", "input.since=all");

    assertThat(first.counts().rowsIn()).isEqualTo(329);
    assertThat(first.earlier()).isNull();
    assertThat(second.counts().rowsIn()).isEqualTo(70);
    assertThat(third.counts().rowsIn()).isEqualTo(50);
    assertThat(Objects.requireNonNull(third.earlier()).run()).isEqualTo("second");
    assertThat(Objects.requireNonNull(third.earlier()).rows()).isEqualTo(399);
    assertThat(whole.counts().rowsIn()).isEqualTo(449);
    assertThat(snapshot(third)).isEqualTo(snapshot(whole)).isNotEqualTo(snapshot(second));
    assertThat(Tables.digest(importance("third"))).isEqualTo(Tables.digest(importance("whole")));
    IncrementIT.assertAlike(importance("third"), importance("by-id"));
  }

  @Test
  void rowsThatWereDeletedOrOverwrittenLeaveNoTrace() throws Exception {
    append("1", "id < 100");
    append("2", "id >= 100 and id < 200");
    append("3", "id >= 200 and id < 300");
    run("first");

    Cli.Result nothing = Cli.assay("run", job().toString(), "--run-id", "none");
    spark.sql("DELETE FROM " + table + " WHERE id = 117");
    Manifest deleted = run("deleted");
    whole("whole-deleted");
    cancer("id >= 400 and id < 450")
        .withColumn("day", lit("1"))
        .coalesce(1)
        .writeTo(table)
        .overwrite(org.apache.spark.sql.functions.col("day").equalTo("1"));
    Manifest overwritten = run("overwritten");
    whole("whole-overwritten");
    spark.sql("DELETE FROM " + table + " WHERE day = '3'");
    run("without");
    whole("whole-without");

    assertThat(nothing.status()).isZero();
    assertThat(nothing.out()).contains("first", "nothing is new");
    assertThat(deleted.counts().rowsIn()).isEqualTo(99);
    IncrementIT.assertAlike(importance("deleted"), importance("whole-deleted"));
    assertThat(overwritten.counts().rowsIn()).isEqualTo(50);
    IncrementIT.assertAlike(importance("overwritten"), importance("whole-overwritten"));
    IncrementIT.assertAlike(importance("without"), importance("whole-without"));
  }

  @Test
  void anInterruptedRunGoesOnWithTheSnapshotThatItWasBegunWith() throws Exception {
    append("1", "id < 150");
    append("2", "id >= 150 and id < 400");
    ResumeIT.begin(spark, job(), List.of(1));
    append("3", "id >= 400 and id < 450");
    spark.sql("DELETE FROM " + table + " WHERE id = 17");

    Cli.Result other =
        Cli.assay("run", job().toString(), "--resume", "r", "--set", "input.snapshot=1");
    Cli.Result resumed = Cli.assay("run", job().toString(), "--resume", "r");
    Manifest then = Cli.manifest(folder);
    whole("whole", "input.snapshot=" + snapshot(then));
    Manifest next = run("next");

    assertThat(other.status()).isNotZero();
    assertThat(resumed.err()).isEmpty();
    assertThat(then.counts().rowsIn()).isEqualTo(399);
    assertThat(Tables.digest(importance("r"))).isEqualTo(Tables.digest(importance("whole")));
    assertThat(next.counts().rowsIn()).isEqualTo(149 + 50 - 1);
  }

  @Test
  void whereColumnsHaveOtherNamesAllRowsAreExplained() throws Exception {
    spark.sql("ALTER TABLE " + table + " SET TBLPROPERTIES (" + naming() + ")");
    append("1", "id < 100");
    run("first");
    spark.sql("ALTER TABLE " + table + " RENAME COLUMN mean_radius TO other");
    spark.sql("ALTER TABLE " + table + " RENAME COLUMN mean_texture TO mean_radius");
    spark.sql("ALTER TABLE " + table + " RENAME COLUMN other TO mean_texture");
    append("2", "id >= 100 and id < 150");

    Manifest renamed = run("renamed");
    whole("whole");

    assertThat(renamed.counts().rowsIn()).isEqualTo(149);
    assertThat(Tables.digest(importance("renamed"))).isEqualTo(Tables.digest(importance("whole")));
  }

  @Test
  void aStoredRowIsReplayedFromItsSnapshot() throws Exception {
    append("1", "id < 100");
    run("first");
    append("2", "id >= 100 and id < 150");
    run("second");
    spark.sql("DELETE FROM " + table + " WHERE day = '2'");

    Cli.Result replayed =
        Cli.assay("replay", folder.resolve("out/runs/second").toString(), "--row", "117");

    assertThat(replayed.err()).isEmpty();
    assertThat(replayed.out()).contains("bit for bit").doesNotContain("differ");
  }
}
