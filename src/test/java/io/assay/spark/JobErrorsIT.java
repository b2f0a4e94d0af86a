package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every error: its code, its exit status, and a message that says what to change. */
@ExtendWith(SharedSpark.class)
class JobErrorsIT {
  private static final int USER = 64;
  private static final int DATA = 65;
  private static final int MODEL = 69;
  private static final int RESOURCE = 75;

  private static final String JOB =
      """
      name: faults
      input: {format: csv, path: data.csv, row-id: id, features: [a, b, c, d]}
      model: {path: model.pt, outputs: {unit: raw}}
      target: {column: 0}
      methods: [saliency]
      output: {path: OUT}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void dataAndModel() throws IOException {
    data("id,a,b,c,d", "1,1,2,3,4", "2,2,3,4,5", "3,3,4,5,6");
    Files.copy(Path.of("src/test/resources/engine/oracle_linear.pt"), folder.resolve("model.pt"));
  }

  private void data(String... lines) throws IOException {
    Files.write(folder.resolve("data.csv"), Arrays.asList(lines));
  }

  private Cli.Result run(String... more) {
    return Cli.run(Cli.job(folder, JOB), more);
  }

  private static void assertFails(Cli.Result result, int status, String code, String... parts) {
    assertThat(result.err()).startsWith("assay: " + code);
    for (String part : parts) {
      assertThat(result.err()).contains(part);
    }
    assertThat(result.status()).isEqualTo(status);
  }

  @Test
  void theJobItselfIsSound() {
    assertThat(run()).returns(0, Cli.Result::status).returns("", Cli.Result::err);
  }

  @Test
  void aTruncatedModel() throws IOException {
    byte[] model = Files.readAllBytes(folder.resolve("model.pt"));
    Files.write(folder.resolve("model.pt"), Arrays.copyOf(model, model.length / 2));

    assertFails(run(), MODEL, "MODEL_UNREADABLE", "TorchScript");
  }

  @Test
  void aMissingModel() {
    assertFails(run("--set", "model.path=nowhere.pt"), MODEL, "MODEL_UNREADABLE", "nowhere.pt");
  }

  @Test
  void anotherModelThanTheJobNames() {
    String digest = "0".repeat(64);

    assertFails(run("--set", "model.sha256=" + digest), MODEL, "MODEL_DIGEST", digest);
  }

  @Test
  void aModelThatNeedsAnotherWidth() {
    assertFails(run("--set", "input.features=[a, b, c]"), MODEL, "MODEL_SHAPE", "3");
  }

  @Test
  void noRows() throws IOException {
    data("id,a,b,c,d");

    assertFails(run(), DATA, "INPUT_UNREADABLE", "no rows");
  }

  @Test
  void noInput() {
    assertFails(run("--set", "input.path=nowhere.csv"), DATA, "INPUT_UNREADABLE", "nowhere.csv");
  }

  @Test
  void aMissingColumn() {
    assertFails(run("--set", "input.features=[a, b, c, dd]"), DATA, "COLUMN_INVALID", "dd", "d?");
  }

  @Test
  void aCategoricalColumnWithoutEncoding() throws IOException {
    data("id,a,b,c,d", "1,1,2,3,red", "2,2,3,4,blue");

    assertFails(run(), DATA, "COLUMN_INVALID", "one-hot", "ordinal");
  }

  @Test
  void problemsOfDataAndModelTogether() {
    Cli.Result result = run("--set", "input.features=[a, b, c, dd]", "--set", "model.path=no.pt");

    assertThat(result.err()).contains("dd").contains("no.pt");
    assertThat(result.status()).isNotZero();
  }

  @Test
  void twoRowsOfOneId() throws IOException {
    data("id,a,b,c,d", "1,1,2,3,4", "7,2,3,4,5", "7,3,4,5,6");

    assertFails(run(), DATA, "ROW_ID_DUPLICATE", "row id 7", "row-id");
  }

  @Test
  void anOutputThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertFails(
        run("--set", "output.path=" + file.resolve("below")), RESOURCE, "OUTPUT_UNWRITABLE");
  }

  @Test
  void aRunThatExists() {
    assertThat(run().status()).isZero();

    assertFails(run(), USER, "OUTPUT_EXISTS", "--run-id", "complete");
    assertFails(
        Cli.assay("run", folder.resolve("job.yaml").toString(), "--resume", "r"),
        USER,
        "OUTPUT_EXISTS",
        "complete");
  }

  @Test
  void nothingToResume() {
    Path job = Cli.job(folder, JOB);

    assertFails(
        Cli.assay("run", job.toString(), "--resume", "other"), USER, "NOT_FOUND", "--resume");
  }

  @Test
  void unknownMethodOptionAndKeyTogether() {
    Cli.Result result =
        run("--set", "methods=[salincy, {kernel-shap: {bugdet: 9}}]", "--set", "outptu=x");

    assertFails(result, USER, "SPEC_INVALID", "salincy", "saliency", "bugdet", "budget", "outptu");
  }

  @Test
  void aConditionThatSparkDoesNotUnderstand() {
    assertFails(run("--set", "slices=['a >> > 3']"), DATA, "COLUMN_INVALID", "a >> > 3");
  }

  @Test
  void oneThatWasGivenUpIsSeenToHaveFailedAndWhy() throws IOException {
    data("id,a,b,c,d", "1,1,2,3,4", "7,2,3,4,5", "7,3,4,5,6");
    String before = status(run());
    data("id,a,b,c,d", "1,1,2,3,4", "2,,3,4,5", "3,3,4,5,NaN");
    String after = status(run());

    assertThat(before).contains("failed", "ROW_ID_DUPLICATE", "start a new run");
    assertThat(after).contains("failed", "REJECTS_EXCEEDED", "start a new run");
    assertThat(folder.resolve("out/_staging")).doesNotExist();
  }

  /** What others are told of the run when it has ended so. */
  private String status(Cli.Result ended) {
    assertThat(ended.status()).isEqualTo(DATA);
    return Cli.assay("status", folder.resolve("out").toString(), "r").out();
  }

  @Test
  void tooManyRejectsFailTheJobAndAreKept(SparkSession spark) throws IOException {
    data("id,a,b,c,d", "1,1,2,3,4", "2,,3,4,5", "3,3,4,5,NaN");

    assertFails(run(), DATA, "REJECTS_EXCEEDED", "2 of 3", "max-reject-share");
    assertThat(new Tables(spark, folder).read("rejects").select("row_id", "column").collectAsList())
        .extracting(row -> row.getString(0) + row.getString(1))
        .containsExactlyInAnyOrder("2a", "3d");
    assertThat(folder.resolve("out/runs/r/manifest.json")).doesNotExist();

    data("id,a,b,c,d", "1,1,2,3,4", "2,1,3,4,5");

    assertThat(run().err()).isEmpty(); // the run id is free again, and the old rejects are gone
    assertThat(new Tables(spark, folder).read("rejects").count()).isZero();
  }

  @Test
  void aCommandThatDoesNotExist() {
    assertThat(Cli.assay("rnu")).returns(USER, Cli.Result::status);
    assertThat(Cli.assay("rnu").err()).contains("run");
    assertThat(Cli.assay("run")).returns(USER, Cli.Result::status);
  }

  @Test
  void checkFindsWhatRunWouldFind() {
    Path job = Cli.job(folder, JOB);

    assertThat(Cli.assay("check", job.toString()))
        .returns(0, Cli.Result::status)
        .satisfies(result -> assertThat(result.out()).contains("3 rows"));
    assertFails(
        Cli.assay("check", job.toString(), "--set", "input.features=[a, b, c]"),
        MODEL,
        "MODEL_SHAPE");
  }
}
