package io.assay.attribution.game;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.ModelCalls;
import io.assay.baseline.Banks;
import io.assay.baseline.Coalitions;
import io.assay.baseline.Masker;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The cooperative games behind a request: for each row and slot the value of a coalition is the
 * model's mean score over the inputs that the request's masker composes for it, with their weights.
 *
 * <pre>
 * v(S) = sum_b w_b f(x_S, b_rest)
 * </pre>
 *
 * <p>The full coalition is the row itself and takes one call; where all rows share the empty one it
 * takes one call a reference for the whole batch. Sums are held in float64, always in the order of
 * the references, so that a value does not depend on what is valued beside it.
 */
public final class CoalitionGame {
  /** Inputs composed for one model call at most: enough to fill any batch. */
  private static final int INPUTS_A_CALL = 8192;

  /** Values in these inputs at most, 4 MiB; but wide inputs still come sixteen at a time. */
  private static final int FLOATS_A_CALL = 1 << 20;

  private static final int FEWEST_INPUTS_A_CALL = 16;

  /** The most coalition values held at once: 8 MiB. */
  private static final int VALUES_AT_ONCE = 1 << 20;

  private final BlackBox model;
  private final Tensor input;
  private final Target target;
  private final Masker masker;
  private final int inputsACall;
  private final long[] calls; // [rows]
  private final int shared;
  private final Tensor full; // [rows, slots]
  private final double[] empty; // [rows, slots]

  /** Values the full and the empty coalition of every row. */
  public CoalitionGame(BlackBox model, AttributionRequest request) {
    this.model = model;
    this.input = request.batch().input();
    this.target = request.target();
    this.masker = request.masking().masker(input, request.baseline(), request.groups());
    this.inputsACall =
        Math.max(FEWEST_INPUTS_A_CALL, Math.min(INPUTS_A_CALL, FLOATS_A_CALL / masker.length()));
    this.calls = new long[input.rows()];
    this.full = model.score(input, target);
    Arrays.fill(calls, 1);
    this.shared = masker.empty().map(Tensor::rows).orElse(0);
    this.empty =
        masker
            .empty()
            .map(rows -> means(model.outputs(rows)))
            .orElseGet(() -> values(all(), Coalitions.of(players(), List.of(new BitSet()))));
  }

  private int[] all() {
    return IntStream.range(0, rows()).toArray();
  }

  private double[] means(Tensor outputs) {
    double[] means = new double[rows() * slots()];
    for (int row = 0; row < rows(); row++) {
      for (int slot = 0; slot < slots(); slot++) {
        for (int reference = 0; reference < masker.references(); reference++) {
          means[row * slots() + slot] +=
              masker.weight(reference) * outputs.at(reference, target.column(row, slot));
        }
      }
    }
    return means;
  }

  /** Returns how many rows there are. */
  public int rows() {
    return input.rows();
  }

  /** Returns how many scalars of each row are explained. */
  public int slots() {
    return target.slots();
  }

  /** Returns how many players each row has, dummies included. */
  public int players() {
    return masker.players();
  }

  /** Returns the value of the full coalition of a row and slot: the row's score. */
  public double full(int row, int slot) {
    return full.at(row, slot);
  }

  /** Returns the value of the empty coalition of a row and slot: the baseline's score. */
  public double empty(int row, int slot) {
    return empty[row * slots() + slot];
  }

  /** Returns the rows' scores, [rows, slots]. */
  public Tensor scores() {
    return full;
  }

  /** Returns the baseline's scores, [rows, slots]. */
  public Tensor baselineScores() {
    return Tensor.of(empty, rows(), slots());
  }

  /** Returns how many rows may be valued at once so that the values stay within 8 MiB. */
  public int rowsAtOnce(int coalitions) {
    return (int) Math.max(1, VALUES_AT_ONCE / Math.max(1, (long) coalitions * slots()));
  }

  /** Returns the calls made so far. */
  public ModelCalls calls() {
    return ModelCalls.of(calls, new long[rows()], shared);
  }

  /** Returns the most model calls of a row: one, and one a coalition and reference. */
  public static long callsPerRow(long coalitions, int references) {
    return 1 + coalitions * references;
  }

  /**
   * Sorts rows by the game that they play. A row's play depends on nothing but the row.
   *
   * @param ids of the batch's rows
   * @param seed the job's seed
   * @param banks how many sets of coalitions there are
   * @return by bank, then by players
   */
  public List<Play> plays(RowIds ids, long seed, Banks banks) {
    record Key(int bank, BitSet players) {}
    Map<Key, List<Integer>> rows =
        new TreeMap<>(
            Comparator.comparingInt(Key::bank).thenComparing(key -> key.players().toString()));
    for (int row = 0; row < rows(); row++) {
      rows.computeIfAbsent(
              new Key(banks.of(seed, ids.id(row)), active(row)), key -> new ArrayList<>())
          .add(row);
    }
    return rows.entrySet().stream()
        .map(
            each ->
                new Play(
                    each.getKey().bank(),
                    each.getKey().players().stream().boxed().toList(),
                    each.getValue()))
        .toList();
  }

  /** Returns the players of a row who can change its value. */
  private BitSet active(int row) {
    BitSet active = new BitSet(players());
    for (int reference = 0; reference < masker.references(); reference++) {
      active.or(masker.active(row, reference));
    }
    return active;
  }

  /**
   * Values coalitions of some rows of a play.
   *
   * @param from first row of the play
   * @param to after the last
   * @param coalitions of the play's own players, numbered from 0
   * @return [to - from, slots, coalitions], score units
   */
  public double[] values(Play play, int from, int to, Coalitions coalitions) {
    int[] rows = play.rows().subList(from, to).stream().mapToInt(Integer::intValue).toArray();
    return values(rows, coalitions.among(play.players(), players()));
  }

  /**
   * Values coalitions.
   *
   * @param rows which rows of the batch
   * @param coalitions the same for all of these rows
   * @return [rows, slots, coalitions], score units
   */
  public double[] values(int[] rows, Coalitions coalitions) {
    double[] values = new double[rows.length * slots() * coalitions.size()];
    long inputs = (long) rows.length * coalitions.size() * masker.references();
    Cursor cursor = new Cursor(coalitions.size(), masker.references());
    for (long start = 0; start < inputs; start += inputsACall) {
      int size = (int) Math.min(inputsACall, inputs - start);
      Tensor scores = scores(rows, coalitions, cursor.copy(), size);
      add(scores, cursor, values);
    }
    for (int row : rows) {
      calls[row] += (long) coalitions.size() * masker.references();
    }
    return values;
  }

  private Tensor scores(int[] rows, Coalitions coalitions, Cursor cursor, int size) {
    int length = masker.length();
    float[] composed = new float[size * length];
    int[] owners = new int[size];
    for (int i = 0; i < size; i++) {
      owners[i] = rows[cursor.row];
      masker.write(owners[i], coalitions, cursor.coalition, cursor.reference, composed, i * length);
      cursor.advance();
    }
    int[] shape = input.shape();
    shape[0] = size;
    return model.score(Tensor.of(composed, shape), target.select(owners));
  }

  private void add(Tensor scores, Cursor cursor, double[] values) {
    int slots = slots();
    for (int i = 0; i < scores.rows(); i++) {
      double weight = masker.weight(cursor.reference);
      for (int slot = 0; slot < slots; slot++) {
        int at = (cursor.row * slots + slot) * cursor.coalitions + cursor.coalition;
        values[at] += weight * scores.at(i * slots + slot);
      }
      cursor.advance();
    }
  }

  /** Walks rows, their coalitions and, fastest, the references. */
  private static final class Cursor {
    private final int coalitions;
    private final int references;
    private int row;
    private int coalition;
    private int reference;

    Cursor(int coalitions, int references) {
      this.coalitions = coalitions;
      this.references = references;
    }

    Cursor copy() {
      Cursor copy = new Cursor(coalitions, references);
      copy.row = row;
      copy.coalition = coalition;
      copy.reference = reference;
      return copy;
    }

    void advance() {
      if (++reference == references) {
        reference = 0;
        if (++coalition == coalitions) {
          coalition = 0;
          row++;
        }
      }
    }
  }
}
