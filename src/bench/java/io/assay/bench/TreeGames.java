package io.assay.bench;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.shapley.surrogate.BoostedTrees;
import io.assay.attribution.shapley.surrogate.Growth;
import io.assay.attribution.shapley.surrogate.LabelledInputs;
import io.assay.attribution.shapley.surrogate.TreeGame;
import io.assay.baseline.FeatureGroups;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.ModelSignature.Unit;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Models of more players than can be enumerated whose Shapley values are known all the same:
 * boosted trees, asked as a black box.
 */
final class TreeGames {
  private static final long SEED = 7;

  private TreeGames() {}

  /** Trees as a black box of one output. */
  private record Trees(BoostedTrees trees) implements BlackBox {
    @Override
    public ModelSignature signature() {
      return new ModelSignature(List.of(trees.features()), List.of("score"), Unit.RAW);
    }

    @Override
    public Tensor outputs(Tensor input) {
      double[] scores = new double[input.rows()];
      for (int row = 0; row < scores.length; row++) {
        scores[row] = trees.score(input.values(), row * trees.features());
      }
      return Tensor.of(scores, scores.length, 1);
    }

    @Override
    public void close() {}
  }

  /**
   * 300 trees of depth 4 that tell malignant from benign by 30 measurements.
   *
   * @param csv a head, then 30 numbers and a label 0 or 1 a line
   */
  static ShapleyGame breastCancer(Path csv) {
    double[][] lines = numbers(csv);
    Tensor inputs = features(lines);
    double[] labels = new double[lines.length];
    for (int row = 0; row < lines.length; row++) {
      labels[row] = 8 * lines[row][inputs.rowLength()] - 4; // as log-odds might be
    }
    return of("bc30", inputs, labels, new Growth(300, 4, 0.1, 5));
  }

  /** Returns all numbers of each line but the last. */
  static Tensor features(double[][] lines) {
    int features = lines[0].length - 1;
    float[] inputs = new float[lines.length * features];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) lines[i / features][i % features];
    }
    return Tensor.of(inputs, lines.length, features);
  }

  /** Reads the numbers after the first line. */
  static double[][] numbers(Path csv) {
    try {
      return Files.readAllLines(csv).stream()
          .skip(1)
          .map(
              line -> Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray())
          .toArray(double[][]::new);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * 300 trees of depth 5 on 60 features from -1 to 1, fitted to
   *
   * <pre>
   * sum of 20 sines of slopes 1/1, 1/2, ... + 15 products of two + 6 products of three
   *   + 4 "both are positive"
   * </pre>
   */
  static ShapleyGame synthetic() {
    int features = 60;
    int rows = 6000;
    float[] inputs = new float[rows * features];
    double[] labels = new double[rows];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) (2 * random.nextDouble() - 1);
    }
    for (int row = 0; row < rows; row++) {
      labels[row] = formula(inputs, row * features);
    }
    Tensor all = Tensor.of(inputs, rows, features);
    return of("syn60", all, labels, new Growth(300, 5, 0.1, 5));
  }

  private static double formula(float[] x, int at) {
    double sum = 0;
    for (int i = 0; i < 20; i++) {
      sum += Math.sin(3 * x[at + i]) / (i + 1);
    }
    for (int i = 0; i < 15; i++) {
      sum += 0.8 * x[at + 2 * i] * x[at + 2 * i + 21];
    }
    for (int i = 0; i < 6; i++) {
      sum += 1.5 * x[at + i] * x[at + i + 10] * x[at + i + 30];
    }
    for (int i = 0; i < 4; i++) {
      sum += x[at + 7 * i] > 0 && x[at + 7 * i + 1] > 0 ? 1 : 0;
    }
    return sum;
  }

  /** The first rows are the background, then come those explained and the pilot rows. */
  private static ShapleyGame of(String name, Tensor all, double[] labels, Growth growth) {
    int features = all.rowLength();
    LabelledInputs none = LabelledInputs.of(features, new float[0], new double[0]);
    BoostedTrees trees =
        BoostedTrees.fit(LabelledInputs.of(features, all.values(), labels), none, growth);
    FeatureGroups groups = ShapleyGame.numbered(features);
    AttributionRequest request =
        ShapleyGame.rows(all, ShapleyGame.REFERENCES, ShapleyGame.EXPLAINED, groups);
    AttributionRequest pilot =
        ShapleyGame.rows(
            all, ShapleyGame.REFERENCES + ShapleyGame.EXPLAINED, ShapleyGame.PILOT, groups);
    return new ShapleyGame(name, new Trees(trees), pilot, request, exact(trees, request));
  }

  private static List<double[]> exact(BoostedTrees trees, AttributionRequest request) {
    TreeGame game = new TreeGame(trees, request.baseline(), request.groups());
    int players = request.groups().size();
    List<double[]> exact = new ArrayList<>();
    for (int row = 0; row < request.batch().rows(); row++) {
      double[] values = new double[players];
      game.shapley(request.batch().input().values(), row * players, values);
      exact.add(values);
    }
    return exact;
  }
}
