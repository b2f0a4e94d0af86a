package io.assay.spark.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.aggregate.Importance;
import io.assay.aggregate.ImportanceState;
import io.assay.spark.cli.Assay;
import io.assay.spark.history.RunDifference.Section;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features over the runs of an output, and what differs between two of them. */
class RunsOverTimeTest {
  private static final String HOSTILE = "a\u001b[31m\nb\u202e";

  private static final String MARKUP = "</text><script>alert(1)</script>=\"var(--ink)\"\u001b";

  @TempDir private Path output;

  private static Map<String, float[]> rows(int from, int to, double growth, String... more) {
    Map<String, float[]> rows = new LinkedHashMap<>();
    for (int row = from; row < to; row++) {
      Random random = new Random(row); // a row is the same in every run
      float size = (float) Math.exp(random.nextGaussian());
      rows.put("row-" + row, new float[] {(float) (growth * size), -2 * size, 0.1f * row % 3});
    }
    for (String id : more) {
      rows.put(id, new float[] {1, 1, 1});
    }
    return rows;
  }

  private StoredRuns runs() {
    return new StoredRuns(output, List.of("age", HOSTILE, "site"));
  }

  private RunDifference difference(Path before, Path after, PairedBy by) {
    return RunDifference.between(
        FinishedRun.open(before.toString()),
        FinishedRun.open(after.toString()),
        new RunDifference.Options(Selection.standard(), by, 0.95));
  }

  private static Section section(RunDifference difference) {
    assertThat(difference.sections()).hasSize(1);
    return difference.sections().get(0);
  }

  private static double se(RunDifference difference, String feature) {
    return section(difference).features().stream()
        .filter(each -> each.name().equals(feature))
        .findFirst()
        .orElseThrow()
        .meanAbs()
        .se();
  }

  private record Result(int status, String out, String err) {}

  private static Result assay(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Assay.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Result(status, out.toString(), err.toString());
  }

  @Test
  void aFeatureIsShownInEveryFinishedRunWithWhatElseChanged() throws IOException {
    runs().add("r1", rows(0, 50, 1));
    runs().withModel("bb").add("r2", rows(0, 60, 2));
    Files.createDirectories(output.resolve("runs/unfinished"));

    FeatureHistory history =
        FeatureHistory.of(FinishedRun.all(output.toString()), "age", Selection.standard());

    assertThat(history.series()).hasSize(1);
    List<FeatureHistory.Point> points = history.series().get(0).points();
    assertThat(points).extracting(FeatureHistory.Point::run).containsExactly("r1", "r2");
    assertThat(points).extracting(point -> point.importance().rows()).containsExactly(50L, 60L);
    assertThat(points).extracting(FeatureHistory.Point::changed).containsExactly("", "model, rows");
    assertThat(points.get(1).importance().share())
        .isGreaterThan(points.get(0).importance().share());
  }

  @Test
  void aFeatureThatNobodyHasIsRefusedWithTheNearest() {
    runs().add("r1", rows(0, 20, 1));

    Result said = assay("history", output.toString(), "agee");
    Result slice = assay("history", output.toString(), "age", "--slice", "site=north");

    assertThat(said.status()).isEqualTo(64);
    assertThat(said.err()).contains("did you mean age?");
    assertThat(slice.err()).contains("the newest has it under").contains("all rows");
    assertThat(assay("history", output.resolve("none").toString(), "age").err())
        .contains("no finished run");
    assertThat(assay("history", output.toString(), "age", "--last", "0").status()).isEqualTo(64);
  }

  @Test
  void namesCannotSteerATerminal() {
    Path first = runs().add("r1", rows(0, 30, 1));
    Path second = runs().add("r2", rows(0, 30, 2));

    Result history = assay("history", output.toString(), HOSTILE);
    Result diff = assay("diff", first.toString(), second.toString());

    for (Result said : List.of(history, diff)) {
      assertThat(said.status()).isZero();
      assertThat(said.out()).contains("a\\u001b[31m\\u000ab\\u202e");
      assertThat(said.out()).doesNotContain("\u001b").doesNotContain("\u202e");
    }
  }

  @Test
  void jsonHoldsNamesAsTheyAreAndEveryRun() {
    runs().add("r1", rows(0, 30, 1));
    runs().add("r2", rows(0, 30, 2));

    Result said = assay("history", output.toString(), HOSTILE, "--json", "--last", "1");

    JsonObject json = JsonParser.parseString(said.out()).getAsJsonObject();
    assertThat(json.get("feature").getAsString()).isEqualTo(HOSTILE);
    JsonObject series = json.getAsJsonArray("series").get(0).getAsJsonObject();
    assertThat(series.getAsJsonArray("runs")).hasSize(1);
    assertThat(series.getAsJsonArray("runs").get(0).getAsJsonObject().get("run").getAsString())
        .isEqualTo("r2");
  }

  @Test
  void runsOverTheSameRowsArePairedByTheirIds() {
    Path first = runs().add("r1", rows(0, 80, 1));
    Path second = runs().add("r2", rows(0, 80, 1.1));

    RunDifference paired = difference(first, second, PairedBy.AUTO);
    RunDifference apart = difference(first, second, PairedBy.NONE);
    RunDifference unknown = difference(first, second, PairedBy.UNKNOWN);

    assertThat(section(paired).way().commonRows()).isEqualTo(80);
    assertThat(section(paired).way().words()).contains("explained the same rows");
    // the later run's magnitude of age is 1.1 times the earlier's in each row: se of 0.1 a
    assertThat(se(paired, "age")).isCloseTo(0.1 * se(apart, "age") / Math.sqrt(2.21), within(1e-6));
    assertThat(se(unknown, "age")).isGreaterThan(1.3 * se(apart, "age"));
    assertThat(se(paired, HOSTILE)).isZero();
  }

  @Test
  void runsOverOtherRowsAreIndependentAndSomeCommonRowsAreCounted() {
    Path first = runs().add("r1", rows(0, 80, 1));
    Path second = runs().add("r2", rows(80, 160, 1));
    Path third = runs().add("r3", rows(40, 160, 1));

    assertThat(section(difference(first, second, PairedBy.AUTO)).way().commonRows()).isZero();
    assertThat(section(difference(first, third, PairedBy.AUTO)).way().commonRows()).isEqualTo(40);
    assertThat(se(difference(first, third, PairedBy.AUTO), "age"))
        .isLessThan(se(difference(first, third, PairedBy.NONE), "age"));
  }

  @Test
  void withoutAttributionsNothingIsTakenForGranted() throws IOException {
    Path first = runs().add("r1", rows(0, 80, 1));
    Path second = runs().add("r2", rows(0, 80, 1));
    Files.delete(output.resolve("attributions/run_id=r1/method=saliency/part-00000.parquet"));

    Section section = section(difference(first, second, PairedBy.AUTO));

    assertThat(section.way().commonRows()).isEqualTo(-1);
    assertThat(section.way().words()).contains("r1 are gone").contains("standard errors are added");
  }

  @Test
  void whatElseIsDifferentIsSaid() {
    Path first = runs().add("r1", rows(0, 20, 1));
    Path second =
        runs()
            .withModel("bb")
            .withJob("name: nightly\nseed: 8\nbaseline:\n  kind: zeros\n")
            .add("r2", rows(0, 20, 1, "odd"));

    Result said = assay("diff", first.toString(), second.toString());

    assertThat(said.status()).isZero();
    assertThat(said.out().lines().map(String::strip).map(line -> line.replaceAll(" +", " ")))
        .contains(
            "model digest aa -> bb",
            "rows explained 20 -> 21",
            "job: seed 7 -> 8",
            "job: baseline.kind nothing -> zeros");
  }

  @Test
  void featuresOfOneRunAloneAreNamedAndRunsWithNothingInCommonRefused() {
    Path first = runs().add("r1", rows(0, 20, 1));
    Path second =
        new StoredRuns(output, List.of("age", "income", "site")).add("r2", rows(0, 20, 1));
    Path third = new StoredRuns(output, List.of("x", "y", "z")).add("r3", rows(0, 20, 1));

    Section section = section(difference(first, second, PairedBy.AUTO));

    assertThat(section.onlyBefore()).containsExactly(HOSTILE);
    assertThat(section.onlyAfter()).containsExactly("income");
    assertThatThrownBy(() -> difference(first, third, PairedBy.AUTO))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .hasMessageContaining("r1 and r3 have no feature in common");
    assertThat(assay("diff", first.toString(), output.resolve("runs/none").toString()).status())
        .isEqualTo(64);
    assertThat(assay("diff", first.toString(), second.toString(), "--confidence", "2").status())
        .isEqualTo(64);
  }

  @Test
  void jsonOfADifferenceHasEveryNumberAndTheAssumption() {
    Path first = runs().add("r1", rows(0, 40, 1));
    Path second = runs().add("r2", rows(0, 40, 3));

    Result said = assay("diff", first.toString(), second.toString(), "--json");

    JsonObject section =
        JsonParser.parseString(said.out())
            .getAsJsonObject()
            .getAsJsonArray("sections")
            .get(0)
            .getAsJsonObject();
    assertThat(section.get("rows").getAsString()).isEqualTo("common");
    assertThat(section.get("common_rows").getAsInt()).isEqualTo(40);
    JsonObject most = section.getAsJsonArray("features").get(0).getAsJsonObject();
    assertThat(most.get("feature").getAsString()).isEqualTo("age");
    assertThat(most.getAsJsonObject("share").keySet())
        .containsExactly("change", "se", "low", "high", "p", "q");
    assertThat(most.getAsJsonObject("share").get("q").getAsDouble()).isLessThan(0.01);
  }

  @Test
  void aHistoryIsDrawnIntoAFileWhateverItsName() throws IOException {
    StoredRuns runs = new StoredRuns(output, List.of("age", MARKUP, "site"));
    runs.add("r1", rows(0, 40, 1));
    runs.withModel("bb").add("r2", rows(0, 40, 2));
    Path svg = output.resolve("history.svg");
    Path png = output.resolve("history.png");

    Result first = assay("history", "" + output, MARKUP, "--chart", "" + svg);
    Result second = assay("history", "" + output, MARKUP, "--chart", "" + png, "--theme", "dark");

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.out().strip()).isEqualTo("" + svg);
    String text = Files.readString(svg);
    assertThat(text)
        .contains("width=\"800\"", "r1: ", "r2: ", "Changed: model", "saliency, target malignant")
        .contains("&lt;/text&gt;&lt;script&gt;", "\\u001b")
        .doesNotContain("<script", "\"var(--line)\"", "\u001b");
    assertThat(text.split("class=\"dot\"", -1)).hasSize(3);
    assertThat(second.status()).as(second.err()).isZero();
    BufferedImage image = ImageIO.read(png.toFile());
    assertThat(image.getWidth()).isEqualTo(1600);
    assertThat(image.getRGB(2, 2)).isEqualTo(0xff1a1e23);
  }

  @Test
  void aHistoryThatCannotBeDrawnLeavesNoFile() {
    runs().add("r1", rows(0, 20, 1));
    Path file = output.resolve("history.jpg");

    Result jpeg = assay("history", "" + output, "age", "--chart", "" + file);
    Result wide = assay("history", "" + output, "age", "--chart", file + ".svg", "--width", "9000");

    assertThat(jpeg.status()).isEqualTo(64);
    assertThat(jpeg.err()).contains("written as .svg or .png; --chart is");
    assertThat(wide.status()).isEqualTo(64);
    assertThat(wide.err()).contains("The width is 9000; need 200 to 4000");
    assertThat(file).doesNotExist();
    assertThat(Path.of(file + ".svg")).doesNotExist();
  }

  @Test
  void aPictureHasRoomForSoManySeriesAndSaysSo() {
    Importance none = ImportanceState.empty(1).importances(0.95).get(0);
    FeatureHistory.Point point =
        new FeatureHistory.Point("r1", "2026-01-01T00:00:00Z", 0.95, "", none, "");
    List<FeatureHistory.Series> many =
        IntStream.range(0, 13)
            .mapToObj(i -> new FeatureHistory.Series("m" + i, "t", "all", List.of(point)))
            .toList();

    assertThat(HistoryPicture.svg(new FeatureHistory("age", many.subList(0, 12)), 400))
        .contains("m11, target t");
    assertThatThrownBy(() -> HistoryPicture.svg(new FeatureHistory("age", many), 400))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("13 pairs of method and target")
        .hasMessageContaining("--method");
  }

  /** Where all attributions are 0 nobody has a share. */
  @Test
  void aRunWithoutSharesLeavesAGapInTheHistory() throws IOException {
    runs().add("r1", Map.of("a", new float[3], "b", new float[3]));
    runs().add("r2", rows(0, 40, 1));
    Path svg = output.resolve("history.svg");

    Result said = assay("history", output.toString(), "age");
    assertThat(assay("history", output.toString(), "age", "--chart", "" + svg).status()).isZero();

    assertThat(said.out()).contains("r1 ").contains("●").doesNotContain("NaN");
    assertThat(said.out().lines().filter(line -> line.contains("●"))).hasSize(1);
    assertThat(Files.readString(svg)).doesNotContain("NaN").contains("r2: ");
  }

  @Test
  void aManifestThatIsDamagedIsNamed() throws IOException {
    runs().add("r1", rows(0, 20, 1));
    Path damaged = runs().add("r2", rows(0, 20, 1)).resolve("manifest.json");
    Files.writeString(damaged, "{");

    Result said = assay("history", output.toString(), "age");

    assertThat(said.status()).isNotZero();
    assertThat(said.err()).contains("Run r2: Cannot read the manifest");
  }

  @Test
  void namesOfRunsCannotSteerATerminalEither() {
    Path first = runs().add("r\u001b1", rows(0, 30, 1));
    Path other = new StoredRuns(output, List.of("x", "y", "z")).add("r2", rows(0, 30, 1));

    Result said = assay("diff", first.toString(), other.toString());

    assertThat(said.status()).isNotZero();
    assertThat(said.err()).contains("r\\u001b1 and r2 have no feature").doesNotContain("\u001b");
  }
}
