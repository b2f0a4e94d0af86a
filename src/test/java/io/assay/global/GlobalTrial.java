package io.assay.global;

import static io.assay.fakes.Polynomial.term;

import io.assay.aggregate.InputRow;
import io.assay.aggregate.InputSample;
import io.assay.aggregate.RowSample;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.fakes.Polynomial;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rows and a model to try global methods on. */
public final class GlobalTrial {
  /** Values of a row: a, b, c, unread and the three places of site. */
  public static final int WIDTH = 7;

  /** Two outputs: 2a + ab + 3 south, and c - b c + a; {@code unread} is in neither. */
  public static final Polynomial MODEL =
      Polynomial.ofOutputs(
          WIDTH,
          List.of(
              List.of(term(2, 0), term(1, 0, 1), term(3, 5)),
              List.of(term(1, 2), term(-1, 1, 2), term(1, 0))));

  /** The columns of the rows. */
  public static final List<InputColumn> COLUMNS =
      List.of(
          InputColumn.numeric("a", 0),
          InputColumn.numeric("b", 1),
          new InputColumn("c", List.of(2), List.of("low", "mid", "high"), List.of(0.0, 1.0, 2.0)),
          InputColumn.numeric("unread", 3),
          new InputColumn("site", List.of(4, 5, 6), List.of("north", "south", "east"), List.of()));

  /** The columns as groups. */
  public static final FeatureGroups GROUPS =
      FeatureGroups.of(List.of("a", "b", "c", "unread", "site"), new int[] {0, 1, 2, 3, 4, 4, 4});

  private GlobalTrial() {}

  /** Returns random rows. */
  public static TensorBatch batch(int rows, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * WIDTH];
    List<String> ids = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int at = row * WIDTH;
      values[at] = (float) random.nextGaussian();
      values[at + 1] = (float) random.nextGaussian();
      values[at + 2] = random.nextInt(3);
      values[at + 3] = (float) random.nextGaussian();
      values[at + 4 + random.nextInt(3)] = 1;
      ids.add("row-" + row);
    }
    return new TensorBatch(new RowIds(ids), Tensor.of(values, rows, WIDTH));
  }

  /** Asks about the first output. */
  public static GlobalRequest request(TensorBatch batch) {
    return request(batch, Target.outputs(0), List.of("f0"));
  }

  /** Asks about outputs. */
  public static GlobalRequest request(TensorBatch batch, Target target, List<String> targets) {
    return new GlobalRequest(
        batch,
        target,
        targets,
        List.of(),
        COLUMNS,
        GROUPS,
        Baseline.single(Tensor.zeros(1, WIDTH)),
        7,
        0.95);
  }

  /** Returns the same rows after they went through shards whose samples were merged. */
  public static TensorBatch throughShards(TensorBatch batch, int capacity, int... shardOfRow) {
    List<InputSample> shards = new ArrayList<>();
    for (int row = 0; row < batch.rows(); row++) {
      while (shards.size() <= shardOfRow[row]) {
        shards.add(InputSample.empty(capacity, WIDTH));
      }
      String id = batch.rowIds().id(row);
      Tensor input = batch.input().slice(row, row + 1);
      shards.get(shardOfRow[row]).add(new InputRow(RowSample.key(7, id), id, "", -1, input));
    }
    InputSample all = InputSample.empty(capacity, WIDTH);
    shards.forEach(shard -> all.merge(InputSample.fromBytes(shard.toBytes())));
    float[] values = new float[all.rows().size() * WIDTH];
    for (int row = 0; row < all.rows().size(); row++) {
      System.arraycopy(all.rows().get(row).input().values(), 0, values, row * WIDTH, WIDTH);
    }
    List<String> ids = all.rows().stream().map(InputRow::rowId).toList();
    return new TensorBatch(new RowIds(ids), Tensor.of(values, ids.size(), WIDTH));
  }
}
