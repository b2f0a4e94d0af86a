package io.assay.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.shapley.ExactShapley;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A black box, rows to explain and their exact Shapley values.
 *
 * @param name what people call it
 * @param model the black box
 * @param pilot rows that an estimator may learn from first
 * @param request the rows, under ids of their own, one slot each
 * @param exact for each row its Shapley values, [players]
 */
record ShapleyGame(
    String name,
    BlackBox model,
    AttributionRequest pilot,
    AttributionRequest request,
    List<double[]> exact) {
  static final int REFERENCES = 16;
  static final int EXPLAINED = 40;
  static final int PILOT = 60;

  /** Returns how many players there are. */
  int players() {
    return request.groups().size();
  }

  /** Returns the same rows under another seed. */
  AttributionRequest under(long seed) {
    return new AttributionRequest(
        request.batch(), request.target(), request.baseline(), request.groups(), seed);
  }

  /**
   * Reads a game whose every coalition's value is stored: each instance is a row of ones, and the
   * row's target the output that holds its table.
   *
   * @param folder with NAME.npy, [instances, 2^players], and NAME_exact.npy, [instances, players]
   */
  static ShapleyGame tabulated(Path folder, String name) throws IOException {
    List<double[]> tables = read(folder.resolve(name + ".npy"));
    List<double[]> exact = read(folder.resolve(name + "_exact.npy"));
    int players = exact.get(0).length;
    int instances = exact.size();
    float[] ones = new float[instances * players];
    Arrays.fill(ones, 1);
    RowIds ids = new RowIds(IntStream.range(0, instances).mapToObj(i -> "instance-" + i).toList());
    AttributionRequest request =
        new AttributionRequest(
            new TensorBatch(ids, Tensor.of(ones, instances, players)),
            Target.perRow(IntStream.range(0, instances).toArray()),
            Baseline.single(Tensor.zeros(1, players)),
            numbered(players),
            0);
    return new ShapleyGame(name, new Tables(players, tables), request, request, exact);
  }

  /**
   * A model whose features are two a player, few enough to be enumerated; on 16 references.
   *
   * @param csv a head, then the features and a label a line
   */
  static ShapleyGame ofPairs(String name, BlackBox model, Path csv) throws IOException {
    Tensor all = TreeGames.features(TreeGames.numbers(csv));
    int[] pairs = IntStream.range(0, all.rowLength()).map(feature -> feature / 2).toArray();
    List<String> names = IntStream.range(0, all.rowLength() / 2).mapToObj(i -> "p" + i).toList();
    FeatureGroups groups = FeatureGroups.of(names, pairs);
    AttributionRequest request = rows(all, REFERENCES, EXPLAINED, groups);
    AttributionRequest pilot = rows(all, REFERENCES + EXPLAINED, PILOT, groups);
    Tensor exact =
        new ExactShapley(ExactShapley.Options.standard()).attribute(model, request).values();
    List<double[]> values = new ArrayList<>();
    for (int row = 0; row < EXPLAINED; row++) {
      double[] ofRow = new double[groups.size()];
      for (int player = 0; player < ofRow.length; player++) {
        ofRow[player] = exact.at(row, player);
      }
      values.add(ofRow);
    }
    return new ShapleyGame(name, model, pilot, request, values);
  }

  /**
   * Returns a request for some rows against the first ones.
   *
   * @param all of which the first rows are the background
   */
  static AttributionRequest rows(Tensor all, int from, int rows, FeatureGroups groups) {
    return new AttributionRequest(
        new TensorBatch(
            new RowIds(IntStream.range(from, from + rows).mapToObj(row -> "row-" + row).toList()),
            all.slice(from, from + rows)),
        Target.outputs(0),
        Baseline.background(all.slice(0, REFERENCES)),
        groups,
        0);
  }

  /** Returns groups x0, x1, ..., one a feature. */
  static FeatureGroups numbered(int features) {
    return FeatureGroups.singletons(
        IntStream.range(0, features).mapToObj(feature -> "x" + feature).toList());
  }

  private static List<double[]> read(Path file) throws IOException {
    try (NDManager manager = NDManager.newBaseManager();
        InputStream in = Files.newInputStream(file)) {
      NDArray array = NDList.decode(manager, in).head().toType(DataType.FLOAT64, false);
      int length = (int) array.getShape().get(1);
      double[] values = array.toDoubleArray();
      return IntStream.range(0, values.length / length)
          .mapToObj(row -> Arrays.copyOfRange(values, row * length, (row + 1) * length))
          .toList();
    }
  }

  /** Every coalition's value; a feature above one half says that its player is present. */
  private record Tables(int players, List<double[]> tables) implements BlackBox {
    @Override
    public ModelSignature signature() {
      return new ModelSignature(
          List.of(players),
          IntStream.range(0, tables.size()).mapToObj(i -> "output_" + i).toList(),
          ModelSignature.Unit.RAW);
    }

    @Override
    public Tensor outputs(Tensor input) {
      float[] outputs = new float[input.rows() * tables.size()];
      for (int row = 0; row < input.rows(); row++) {
        int coalition = 0;
        for (int player = 0; player < players; player++) {
          coalition |= input.at(row, player) > 0.5 ? 1 << player : 0;
        }
        for (int table = 0; table < tables.size(); table++) {
          outputs[row * tables.size() + table] = (float) tables.get(table)[coalition];
        }
      }
      return Tensor.of(outputs, input.rows(), tables.size());
    }

    @Override
    public void close() {}
  }
}
