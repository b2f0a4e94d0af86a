package io.assay.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The customers of jobs/churn-trees as its models see them: features and codes of categories are
 * those of the job file. An empty value is missing.
 *
 * @param features names, in the model's order
 * @param categorical positions of the features that hold codes
 * @param ids of the customers
 * @param values one row a customer
 * @param churned whether each left
 */
record ChurnCustomers(
    List<String> features,
    List<Integer> categorical,
    List<Integer> ids,
    List<double[]> values,
    List<Boolean> churned) {
  static final Path JOB = Path.of("jobs", "churn-trees");

  /** Reads what the job file reads. */
  @SuppressWarnings("unchecked")
  static ChurnCustomers all() {
    try {
      Load yaml = new Load(LoadSettings.builder().build());
      Map<String, Object> job =
          (Map<String, Object>) yaml.loadFromString(Files.readString(JOB.resolve("job.yaml")));
      Map<String, Object> input = (Map<String, Object>) Objects.requireNonNull(job.get("input"));
      List<String> lines = Files.readAllLines(JOB.resolve(String.valueOf(input.get("path"))));
      return of(
          (List<String>) Objects.requireNonNull(input.get("features")),
          (Map<String, Map<String, Map<String, Number>>>)
              Objects.requireNonNull(input.get("encodings")),
          lines);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static ChurnCustomers of(
      List<String> features,
      Map<String, Map<String, Map<String, Number>>> encodings,
      List<String> lines) {
    List<String> header = List.of(lines.get(0).split(",", -1));
    List<Integer> categorical = new ArrayList<>();
    for (int feature = 0; feature < features.size(); feature++) {
      if (encodings.containsKey(features.get(feature))) {
        categorical.add(feature);
      }
    }
    ChurnCustomers customers =
        new ChurnCustomers(
            features, categorical, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = List.of(line.split(",", -1));
      double[] row = new double[features.size()];
      for (int feature = 0; feature < row.length; feature++) {
        String name = features.get(feature);
        String cell = cells.get(header.indexOf(name));
        row[feature] = value(cell, encodings.get(name));
      }
      customers.ids().add(Integer.valueOf(cells.get(header.indexOf("customer"))));
      customers.churned().add(cells.get(header.indexOf("churn")).equals("Yes"));
      customers.values().add(row);
    }
    return customers;
  }

  private static double value(String cell, @Nullable Map<String, Map<String, Number>> encoding) {
    if (cell.isEmpty()) {
      return Double.NaN;
    }
    if (encoding == null) {
      return Double.parseDouble(cell);
    }
    Map<String, Number> codes = Objects.requireNonNull(encoding.get("ordinal"));
    return Objects.requireNonNull(codes.get(cell), cell).doubleValue();
  }

  /** Returns how many there are. */
  int size() {
    return ids.size();
  }

  /** Returns the four fifths of customers that models learn from. */
  ChurnCustomers learned() {
    return where(id -> id % 5 != 0);
  }

  /** Returns the fifth of customers that models have not seen. */
  ChurnCustomers heldOut() {
    return where(id -> id % 5 == 0);
  }

  /** Returns some of the customers. */
  ChurnCustomers where(IntPredicate id) {
    ChurnCustomers some =
        new ChurnCustomers(
            features, categorical, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int row = 0; row < size(); row++) {
      if (id.test(ids.get(row))) {
        some.ids.add(ids.get(row));
        some.values.add(values.get(row));
        some.churned.add(churned.get(row));
      }
    }
    return some;
  }

  /** Returns all values, row by row. */
  double[] doubles() {
    return values.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /** Returns all values rounded to float32, row by row. */
  float[] floats() {
    double[] all = doubles();
    float[] rounded = new float[all.length];
    for (int place = 0; place < all.length; place++) {
      rounded[place] = (float) all[place];
    }
    return rounded;
  }

  /** Returns 1 for each who left and 0 for each who stayed. */
  float[] labels() {
    float[] labels = new float[size()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = churned.get(row) ? 1 : 0;
    }
    return labels;
  }

  /**
   * Returns the chance that a score is higher for one who left than for one who stayed, half where
   * they are equal: the area under the ROC curve.
   */
  double areaUnderCurve(double[] scores) {
    double higher = 0;
    long pairs = 0;
    for (int one = 0; one < scores.length; one++) {
      for (int other = 0; other < scores.length; other++) {
        if (churned.get(one) && !churned.get(other)) {
          higher += (Math.signum(scores[one] - scores[other]) + 1) / 2;
          pairs++;
        }
      }
    }
    return higher / pairs;
  }
}
