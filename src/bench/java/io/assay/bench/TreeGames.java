package io.assay.bench;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.shapley.surrogate.BoostedTrees;
import io.assay.attribution.shapley.surrogate.Growth;
import io.assay.attribution.shapley.surrogate.LabelledInputs;
import io.assay.attribution.shapley.surrogate.TreeGame;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Models of more players than can be enumerated whose Shapley values are known all the same:
 * boosted trees, asked as a black box.
 *
 * @param name short, for a table
 * @param model one output
 * @param pilot rows to learn from, none of them in the request
 * @param request the rows to explain, with the background
 * @param exact [rows, players] the Shapley values
 */
public record TreeGames(
    String name,
    BlackBox model,
    AttributionRequest pilot,
    AttributionRequest request,
    Tensor exact) {
  private static final int REFERENCES = 16;
  private static final int EXPLAINED = 40;
  private static final int PILOT = 60;
  private static final long SEED = 7;

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
  public static TreeGames breastCancer(Path csv) {
    double[][] lines = numbers(csv);
    int features = lines[0].length - 1;
    float[] inputs = new float[lines.length * features];
    double[] labels = new double[lines.length];
    for (int row = 0; row < lines.length; row++) {
      labels[row] = 8 * lines[row][features] - 4; // as log-odds might be
      for (int feature = 0; feature < features; feature++) {
        inputs[row * features + feature] = (float) lines[row][feature];
      }
    }
    return of("bc30", features, inputs, labels, new Growth(300, 4, 0.1, 5));
  }

  private static double[][] numbers(Path csv) {
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
  public static TreeGames synthetic() {
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
    return of("syn60", features, inputs, labels, new Growth(300, 5, 0.1, 5));
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
  private static TreeGames of(
      String name, int features, float[] inputs, double[] labels, Growth growth) {
    LabelledInputs none = LabelledInputs.of(features, new float[0], new double[0]);
    BoostedTrees trees =
        BoostedTrees.fit(LabelledInputs.of(features, inputs, labels), none, growth);
    Tensor all = Tensor.of(inputs, labels.length, features);
    Baseline background = Baseline.background(all.slice(0, REFERENCES));
    AttributionRequest request = request(all, REFERENCES, EXPLAINED, background);
    AttributionRequest pilot = request(all, REFERENCES + EXPLAINED, PILOT, background);
    return new TreeGames(name, new Trees(trees), pilot, request, exact(trees, request));
  }

  private static AttributionRequest request(Tensor all, int from, int rows, Baseline background) {
    return new AttributionRequest(
        new TensorBatch(
            new RowIds(IntStream.range(from, from + rows).mapToObj(row -> "row-" + row).toList()),
            all.slice(from, from + rows)),
        Target.outputs(0),
        background,
        FeatureGroups.singletons(
            IntStream.range(0, all.rowLength()).mapToObj(feature -> "x" + feature).toList()),
        SEED);
  }

  private static Tensor exact(BoostedTrees trees, AttributionRequest request) {
    TreeGame game = new TreeGame(trees, request.baseline(), request.groups());
    int players = request.groups().size();
    double[] exact = new double[request.batch().rows() * players];
    double[] values = new double[players];
    for (int row = 0; row < request.batch().rows(); row++) {
      game.shapley(request.batch().input().values(), row * players, values);
      System.arraycopy(values, 0, exact, row * players, players);
    }
    return Tensor.of(exact, request.batch().rows(), players);
  }
}
