package io.assay.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.job.EncodingSpec;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The surrogate of jobs/telco-churn/powered.yaml: trees that learnt the network's log-odds of
 * leaving, on one thread with nothing random. {@code mvn test -Dtest=TelcoSurrogateTest
 * -Dassay.update=true} trains it again and puts its digest into the job.
 */
class TelcoSurrogateTest {
  private static final Path FOLDER = Path.of("jobs", "telco-churn");
  private static final Path JOB = FOLDER.resolve("powered.yaml");
  private static final Path TREES = FOLDER.resolve("model/telco_churn_surrogate.ubj");
  private static final int ROUNDS = 200;
  private static final int HYBRIDS = 7;
  private static final int LEAVES = 1;
  private static final int BYTES_AT_MOST = 350_000;

  private static JobSpec job() throws Exception {
    return JobReader.read(Files.readString(JOB), List.of());
  }

  /** Returns the customers as the network sees them, without those of missing charges. */
  private static Tensor customers(JobSpec job) throws Exception {
    List<String> lines = Files.readAllLines(FOLDER.resolve(job.input().path()));
    List<String> header = List.of(lines.get(0).split(",", -1));
    List<float[]> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = List.of(line.split(",", -1));
      if (!cells.get(header.indexOf("total_charges")).isEmpty()) {
        rows.add(row(job, header, cells));
      }
    }
    int width = rows.get(0).length;
    float[] values = new float[rows.size() * width];
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row), 0, values, row * width, width);
    }
    return Tensor.of(values, rows.size(), width);
  }

  private static float[] row(JobSpec job, List<String> header, List<String> cells) {
    List<Float> values = new ArrayList<>();
    for (String feature : job.input().features()) {
      String cell = cells.get(header.indexOf(feature));
      EncodingSpec encoding = job.input().encodings().get(feature);
      if (encoding == null) {
        values.add(Float.valueOf(cell));
      } else {
        encoding.oneHot().forEach(category -> values.add(category.equals(cell) ? 1f : 0f));
      }
    }
    float[] row = new float[values.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = values.get(i);
    }
    return row;
  }

  /** Returns the network's log-odds of leaving. */
  private static float[] learnt(JobSpec job, Tensor customers) {
    ModelOptions options =
        new ModelOptions(
            List.of(customers.rowLength()),
            Unit.LOGIT,
            job.model().outputs().names(),
            ModelOptions.Device.CPU,
            512);
    Path network = FOLDER.resolve(job.model().path());
    try (BlackBox model = ModelFiles.openTorchScript(network, options)) {
      return model.score(customers, Target.outputs(LEAVES)).values().clone();
    }
  }

  /**
   * Returns the customers, and after them each several times with some features of another one:
   * what Shapley values ask the network about are such customers.
   */
  private static Tensor hybrids(JobSpec job, Tensor customers) {
    SplittableRandom random = new SplittableRandom(7);
    int width = customers.rowLength();
    float[] known = customers.values();
    float[] values = Arrays.copyOf(known, (1 + HYBRIDS) * known.length);
    for (int at = known.length; at < values.length; at += width) {
      System.arraycopy(known, at % known.length, values, at, width);
      int other = random.nextInt(customers.rows()) * width;
      double share = random.nextDouble();
      int column = 0;
      for (String feature : job.input().features()) {
        EncodingSpec encoding = job.input().encodings().get(feature);
        int columns = encoding == null ? 1 : encoding.oneHot().size();
        if (random.nextDouble() < share) {
          System.arraycopy(known, other + column, values, at + column, columns);
        }
        column += columns;
      }
    }
    return Tensor.of(values, values.length / width, width);
  }

  private static byte[] trained(JobSpec job) throws Exception {
    Tensor customers = hybrids(job, customers(job));
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("objective", "reg:squarederror");
    settings.put("tree_method", "hist");
    settings.put("max_depth", 4);
    settings.put("eta", 0.2);
    settings.put("min_child_weight", 8);
    settings.put("nthread", 1);
    settings.put("seed", 7);
    int width = customers.rowLength();
    DMatrix matrix = new DMatrix(customers.values(), customers.rows(), width, Float.NaN);
    matrix.setLabel(learnt(job, customers));
    Booster booster = XGBoost.train(matrix, settings, ROUNDS, Map.of(), null, null);
    return booster.toByteArray("ubj");
  }

  private static String digest() throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(TREES)));
  }

  @BeforeAll
  static void trainAgainIfAsked() throws Exception {
    if (Boolean.getBoolean("assay.update")) {
      Files.write(TREES, trained(job()));
      String text = Files.readString(JOB);
      String renewed = text.replaceFirst("(surrogate\\.ubj\\s+sha256: )\\w+", "$1" + digest());
      Files.writeString(JOB, renewed);
    }
  }

  @Test
  void theSurrogateIsSmallAndTheJobNamesItsDigest() throws Exception {
    assertThat(Files.size(TREES)).isLessThan(BYTES_AT_MOST);
    assertThat(Files.readString(JOB)).contains(digest());
  }

  /** Of the variance of the network's log-odds the trees know 98 % or more. */
  @Test
  void theSurrogateTellsTheNetworksLogOdds() throws Exception {
    JobSpec job = job();
    Tensor customers = customers(job);
    float[] wanted = learnt(job, customers);
    ModelOptions options =
        new ModelOptions(
            List.of(customers.rowLength()), Unit.RAW, List.of(), ModelOptions.Device.CPU, 512);
    double mean = 0;
    for (float each : wanted) {
      mean += each / wanted.length;
    }
    double missed = 0;
    double all = 0;
    try (BlackBox trees = ModelFiles.openXgboost(TREES, options)) {
      float[] found = trees.score(customers, Target.outputs(0)).values();
      for (int row = 0; row < wanted.length; row++) {
        missed += Math.pow(wanted[row] - found[row], 2);
        all += Math.pow(wanted[row] - mean, 2);
      }
    }

    assertThat(wanted).hasSize(7032);
    assertThat(1 - missed / all).isBetween(0.98, 1.0);
  }
}
