package io.assay.spark.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.assay.spark.cli.Assay;
import io.assay.spark.history.StoredRuns;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Runs whose features and rows bear the worst of names, in the formats of other tools. */
class RunExportTest {
  private static final String ESCAPE = "../../../../escaped";
  private static final String FORMULA = "=HYPERLINK(\"http://x\")";
  private static final List<String> FEATURES =
      List.of("age", ESCAPE, FORMULA, "a,\"b\"\nc\td", "/etc/passwd", "..", "A\u00e9\u202e");
  private static final List<String> IDS = List.of("1", "-2", "+cmd|' /C calc'!A0", "x\ty\r\nz", "");

  @TempDir private Path folder;

  private Path home(String id) {
    Map<String, float[]> rows = new HashMap<>();
    for (int row = 0; row < IDS.size(); row++) {
      float[] values = new float[FEATURES.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (row + 1) * (i + 0.1f) * (i % 2 == 0 ? 1 : -1);
      }
      rows.put(IDS.get(row), values);
    }
    return new StoredRuns(folder.resolve("in"), FEATURES).add(id, rows);
  }

  private String export(Path home, String format, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("export", home.toString(), "--to", format, "--out"));
    arguments.add(out().toString());
    arguments.addAll(List.of(more));
    StringWriter said = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Assay.execute(
            new PrintWriter(said, true),
            new PrintWriter(err, true),
            arguments.toArray(String[]::new));
    assertThat(status).as(err.toString()).isZero();
    return said.toString();
  }

  private Path out() {
    return folder.resolve("a/b/c/d/out");
  }

  private List<Path> files() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(folder.resolve("in")))
          .toList();
    }
  }

  private List<List<String>> csv(String table) throws SQLException {
    String file = out().resolve("r1").resolve(table + ".csv").toString();
    List<List<String>> records = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT * FROM read_csv('"
                    + file
                    + "', header = false, all_varchar = true, delim = ',', quote = '\"',"
                    + " escape = '\"', auto_detect = false, columns = {"
                    + columns(table.equals("importance") ? 27 : 2 + FEATURES.size())
                    + "})")) {
      while (rows.next()) {
        List<String> record = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          record.add(rows.getString(i));
        }
        records.add(record);
      }
    }
    return records;
  }

  private static String columns(int count) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add("'c" + i + "': 'VARCHAR'");
    }
    return String.join(", ", columns);
  }

  @Test
  void anotherReaderFindsEveryNameAndNumberInCsv() throws SQLException, IOException {
    export(home("r1"), "csv", "--raw");

    List<List<String>> rows = csv("attributions-saliency");

    assertThat(rows.get(0).subList(2, 9)).containsExactlyElementsOf(FEATURES);
    assertThat(rows).hasSize(1 + IDS.size());
    assertThat(rows.stream().skip(1).map(row -> row.get(0) == null ? "" : row.get(0)))
        .containsExactlyInAnyOrderElementsOf(IDS);
    List<String> second =
        rows.stream().filter(row -> "-2".equals(row.get(0))).findFirst().orElseThrow();
    assertThat(Float.parseFloat(second.get(3))).isEqualTo(2 * 1.1f * -1);
    assertThat(csv("importance")).hasSize(1 + FEATURES.size());
    assertThat(files()).allMatch(file -> file.startsWith(out()));
  }

  @Test
  void textsThatASpreadsheetWouldRunAreMarkedAndNumbersAreNot() throws SQLException {
    String said = export(home("r1"), "csv");

    List<List<String>> rows = csv("attributions-saliency");

    assertThat(rows.get(0)).contains("'" + FORMULA).doesNotContain(FORMULA);
    assertThat(rows.stream().map(row -> row.get(0)))
        .contains("'+cmd|' /C calc'!A0", "-2")
        .doesNotContain("'-2");
    assertThat(said).contains("3 texts").contains("--raw"); // twice a feature, once a row
  }

  /** Records of an event file: checks lengths and checksums, and takes events apart. */
  private static List<UnknownFieldSet> events(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<UnknownFieldSet> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[Long.BYTES];
      bytes.get(length);
      assertThat(unmasked(bytes.getInt())).isEqualTo(crc(length));
      byte[] event =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(event);
      assertThat(unmasked(bytes.getInt())).isEqualTo(crc(event));
      events.add(UnknownFieldSet.parseFrom(event));
    }
    return events;
  }

  private static int unmasked(int masked) {
    int rotated = masked - 0xa282ead8;
    return rotated >>> 17 | rotated << 15;
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static ByteString only(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().get(0);
  }

  private Path eventFile() throws IOException {
    List<Path> found =
        files().stream()
            .filter(file -> file.getFileName().toString().contains("tfevents"))
            .sorted()
            .toList();
    return found.get(found.size() - 1);
  }

  @Test
  void tensorBoardGetsScalarsWithTheRunsPlaceAndPictures() throws IOException {
    home("r1");
    export(home("r2"), "tensorboard");

    List<UnknownFieldSet> events = events(eventFile());

    assertThat(only(events.get(0), 3).toStringUtf8()).isEqualTo("brain.Event:2");
    Map<String, Float> scalars = new HashMap<>();
    int pictures = 0;
    for (UnknownFieldSet event : events.subList(1, events.size())) {
      assertThat(event.getField(2).getVarintList()).containsExactly(1L); // the second run
      UnknownFieldSet value =
          UnknownFieldSet.parseFrom(only(UnknownFieldSet.parseFrom(only(event, 5)), 1));
      if (value.hasField(2)) {
        scalars.put(
            only(value, 1).toStringUtf8(),
            Float.intBitsToFloat(value.getField(2).getFixed32List().get(0)));
      } else {
        UnknownFieldSet image = UnknownFieldSet.parseFrom(only(value, 4));
        var picture = ImageIO.read(only(image, 4).newInput());
        assertThat(image.getField(1).getVarintList()).containsExactly((long) picture.getHeight());
        assertThat(image.getField(2).getVarintList()).containsExactly((long) picture.getWidth());
        pictures++;
      }
    }
    assertThat(pictures).isEqualTo(1);
    assertThat(scalars).hasSize(4 * FEATURES.size() + 3).containsEntry("run/rows explained", 5f);
    // means of |values| are 3 (i + 0.1); the seven sum to 3 * 21.7
    assertThat(scalars.get("share saliency malignant/age")).isCloseTo(0.1f / 21.7f, within(1e-6f));
  }

  /** The first bytes of every event file that TensorFlow writes. */
  @Test
  void anEventFileBeginsAsTensorFlowsDo() throws IOException {
    export(home("r1"), "tensorboard");

    byte[] head = Files.readAllBytes(eventFile());

    assertThat(Arrays.copyOf(head, 12))
        .containsExactly(0x18, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22);
  }

  @Test
  void theProjectorGetsALineARowWhateverItsName() throws IOException {
    export(home("r1"), "tensorboard");
    export(home("r2"), "tensorboard");

    Path job = out().resolve("nightly");
    List<String> tensors = Files.readAllLines(job.resolve("r2.saliency.tensors.tsv"));
    List<String> metadata = Files.readAllLines(job.resolve("r2.saliency.metadata.tsv"));

    assertThat(tensors).hasSize(IDS.size()).allMatch(line -> line.split("\t").length == 7);
    assertThat(metadata).hasSize(1 + IDS.size()).contains("x y  z\tmalignant");
    assertThat(metadata.get(0)).isEqualTo("row_id\ttarget");
    assertThat(Files.readString(job.resolve("projector_config.pbtxt")))
        .contains("\"r1.saliency.tensors.tsv\"", "\"r2.saliency.metadata.tsv\"");
    assertThat(files()).allMatch(file -> file.startsWith(out()));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> yaml(Path file) throws IOException {
    return (Map<String, Object>)
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
  }

  @Test
  void mlflowFindsExperimentRunParametersMetricsAndArtifacts() throws IOException {
    export(home("r1"), "mlflow");
    Path second = home("r2");
    export(second, "mlflow");
    export(second, "mlflow"); // replaces itself

    List<Path> experiments = children(out());
    assertThat(experiments).hasSize(1);
    Map<String, Object> experiment = yaml(experiments.get(0).resolve("meta.yaml"));
    assertThat(experiment)
        .containsEntry("name", "nightly")
        .containsEntry("lifecycle_stage", "active");
    assertThat(experiment.get("experiment_id"))
        .isEqualTo(experiments.get(0).getFileName().toString());
    List<Path> runs = children(experiments.get(0)).stream().filter(Files::isDirectory).toList();
    assertThat(runs)
        .hasSize(2)
        .allMatch(run -> run.getFileName().toString().matches("[0-9a-f]{32}"));
    for (Path run : runs) {
      Map<String, Object> meta = yaml(run.resolve("meta.yaml"));
      assertThat(meta.get("run_id")).isEqualTo(run.getFileName().toString());
      assertThat(meta)
          .containsEntry("status", 3)
          .containsEntry("experiment_id", experiment.get("experiment_id"));
      assertThat(Files.readString(run.resolve("params/seed"))).isEqualTo("7");
      assertThat(Files.readString(run.resolve("metrics/rows explained")))
          .matches("\\d{13} 5\\.0 [01]\n");
      assertThat(
              children(run.resolve("artifacts")).stream()
                  .map(file -> file.getFileName().toString()))
          .containsExactly("importance.csv", "job.yaml", "manifest.json", "report.html");
      assertThat(children(run.resolve("metrics")))
          .hasSize(3 + 4 * FEATURES.size())
          .allMatch(file -> file.getFileName().toString().matches("[\\w.\\- ]+"));
    }
    assertThat(files()).allMatch(file -> file.startsWith(out()));
  }

  private static List<Path> children(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  @Test
  void namesStayApartHoweverTheyAreSpelt() {
    List<String> hostile =
        List.of("a/b", "a_b", "a\\b", "..", ".", "", " a", "a ", "x".repeat(300));

    List<String> safe = hostile.stream().map(SafeName::of).toList();

    assertThat(safe).doesNotHaveDuplicates().doesNotContain("", ".", "..");
    assertThat(safe).allMatch(name -> name.matches("[\\w.\\- ]{1,80}") && !name.startsWith("."));
    assertThat(SafeName.of("mean_radius")).isEqualTo("mean_radius");
  }

  @Test
  void anUnknownFormatOrRunIsRefused() {
    StringWriter err = new StringWriter();
    PrintWriter quiet = new PrintWriter(new StringWriter());

    int format =
        Assay.execute(
            quiet, new PrintWriter(err, true), "export", "x", "--to", "xls", "--out", "y");
    int run =
        Assay.execute(
            quiet,
            new PrintWriter(err, true),
            "export",
            folder.resolve("runs/none").toString(),
            "--to",
            "csv",
            "--out",
            "y");

    assertThat(format).isEqualTo(64);
    assertThat(run).isEqualTo(64);
    assertThat(err.toString()).contains("CSV, TENSORBOARD, MLFLOW").contains("no finished run");
  }
}
