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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The cooperative games behind a request: for each row and slot the value of a coalition is the
 * model's mean score over the inputs that the request's masker composes for it, with their weights.
 *
 * <pre>
 * v(S) = sum_b w_b f(x_S, b_rest)
 * </pre>
 *
 * <p>Sums are held in float64, always in the order of the references, so that a value does not
 * depend on what is valued beside it. The model is asked no more than it must be: the row itself
 * once, which is the full coalition; the empty one, where all rows share it, once a reference and
 * batch; of the coalitions that agree on the players who can change the input of a row and
 * reference, one; of equal references the first, under the sum of their weights in their order. No
 * value is changed by any of this but by the rounding of those weights. Model calls are filled
 * across rows, references and questions, but rows share nothing else, so that a row's calls do not
 * depend on its batch.
 */
public final class CoalitionGame {
  /** The most coalition values held at once: 8 MiB. */
  private static final int VALUES_AT_ONCE = 1 << 20;

  /** Sorted-out lists kept while a question is asked. */
  private static final int MOST_DISTINCT = 64;

  /** Takes the values of some rows of a question. */
  public interface Taker {
    /**
     * Takes values.
     *
     * @param question the number of the question
     * @param from first of its rows
     * @param to after the last
     * @param values [to - from, slots, coalitions], score units
     */
    void take(int question, int from, int to, double[] values);
  }

  private final BlackBox model;
  private final Tensor input;
  private final Target target;
  private final Masker masker;
  private final int[] references; // those that differ
  private final double[] weights; // of each of them
  private final long[] calls; // [rows]
  private final Tensor full; // [rows, slots]
  private final Optional<Tensor> shared; // outputs of the empty coalition, [references, outputs]
  private final double[] empty; // [rows, slots]

  /** Values the full and the empty coalition of every row. */
  public CoalitionGame(BlackBox model, AttributionRequest request) {
    this.model = model;
    this.input = request.batch().input();
    this.target = request.target();
    this.masker = request.masking().masker(input, request.baseline(), request.groups());
    this.references =
        IntStream.range(0, masker.references()).filter(each -> masker.twin(each) == each).toArray();
    this.weights = weights();
    this.calls = new long[input.rows()];
    this.full = model.score(input, target);
    Arrays.fill(calls, 1);
    this.shared = masker.empty().map(rows -> model.outputs(rows.select(references)));
    this.empty =
        shared
            .map(this::means)
            .orElseGet(() -> values(all(), Coalitions.of(players(), List.of(new BitSet()))));
  }

  /** Adds the weights of equal references, in their order. */
  private double[] weights() {
    double[] sums = new double[masker.references()];
    for (int reference = 0; reference < sums.length; reference++) {
      sums[masker.twin(reference)] += masker.weight(reference);
    }
    return Arrays.stream(references).mapToDouble(each -> sums[each]).toArray();
  }

  private int[] all() {
    return IntStream.range(0, rows()).toArray();
  }

  private double[] means(Tensor outputs) {
    double[] means = new double[rows() * slots()];
    for (int row = 0; row < rows(); row++) {
      for (int slot = 0; slot < slots(); slot++) {
        for (int at = 0; at < references.length; at++) {
          means[row * slots() + slot] += weights[at] * outputs.at(at, target.column(row, slot));
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
    return ModelCalls.of(calls, new long[rows()], shared.map(Tensor::rows).orElse(0));
  }

  /**
   * Returns the bytes of composed inputs and of values that are held at once, at most.
   *
   * @param rowShape sizes of one row's input, without the row axis
   */
  public static long bytesHeld(List<Integer> rowShape) {
    int length = rowShape.stream().reduce(1, Math::multiplyExact);
    return Packing.bytesACall(length) + (long) Double.BYTES * VALUES_AT_ONCE;
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
   * @return by bank, then by first row
   */
  public List<Play> plays(RowIds ids, long seed, Banks banks) {
    record Key(int bank, BitSet players) {}
    Map<Key, List<Integer>> rows = new HashMap<>();
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
        .sorted(Comparator.comparingInt(Play::bank).thenComparing(play -> play.rows().get(0)))
        .toList();
  }

  /** Returns the players of a row who can change its value. */
  private BitSet active(int row) {
    BitSet active = new BitSet(players());
    for (int reference : references) {
      active.or(masker.active(row, reference));
    }
    return active;
  }

  /**
   * Returns the question what coalitions of a play are worth to all its rows.
   *
   * @param coalitions of the play's own players, numbered from 0
   */
  public Question question(Play play, Coalitions coalitions) {
    return new Question(play.rows(), coalitions.among(play.players(), players()));
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
    return values(List.of(question(play, coalitions).slice(from, to))).get(0);
  }

  /**
   * Values coalitions.
   *
   * @param rows which rows of the batch
   * @param coalitions the same for all of these rows
   * @return [rows, slots, coalitions], score units
   */
  public double[] values(int[] rows, Coalitions coalitions) {
    List<Integer> boxed = Arrays.stream(rows).boxed().toList();
    return values(List.of(new Question(boxed, coalitions))).get(0);
  }

  /**
   * Values the coalitions of any number of questions, in pieces of at most 8 MiB; model calls are
   * filled across rows and questions.
   *
   * @param taker takes the rows of every question, in order
   */
  public void values(List<Question> questions, Taker taker) {
    List<Question> piece = new ArrayList<>();
    List<int[]> places = new ArrayList<>(); // question, from, to
    long room = VALUES_AT_ONCE;
    for (int question = 0; question < questions.size(); question++) {
      Question whole = questions.get(question);
      long valuesARow = Math.max(1, (long) whole.coalitions().size() * slots());
      int to;
      for (int from = 0; from < whole.rows().size(); from = to) {
        if (room < valuesARow && !piece.isEmpty()) {
          hand(piece, places, taker);
          room = VALUES_AT_ONCE;
        }
        int some = (int) Math.max(1, room / valuesARow);
        to = (int) Math.min(whole.rows().size(), (long) from + some);
        piece.add(whole.slice(from, to));
        places.add(new int[] {question, from, to});
        room -= (to - from) * valuesARow;
      }
    }
    hand(piece, places, taker);
  }

  private void hand(List<Question> piece, List<int[]> places, Taker taker) {
    List<double[]> values = values(piece);
    for (int i = 0; i < values.size(); i++) {
      int[] place = places.get(i);
      taker.take(place[0], place[1], place[2], values.get(i));
    }
    piece.clear();
    places.clear();
  }

  /**
   * Values the coalitions of several questions at once; model calls are filled across rows and
   * questions. It is the caller's to see that the values fit into memory.
   *
   * @return for each question [rows, slots, coalitions], score units
   * @throws IllegalArgumentException if coalitions are not among this game's players
   */
  public List<double[]> values(List<Question> questions) {
    List<double[]> values = new ArrayList<>(questions.size());
    Packing packing =
        new Packing(
            model,
            target,
            masker,
            input.rowShape(),
            (ask, scores) -> add(ask, scores, values.get(ask.question())));
    for (Question question : questions) {
      int valuesARow = Math.multiplyExact(slots(), question.coalitions().size());
      values.add(new double[Math.multiplyExact(question.rows().size(), valuesARow)]);
      ask(question, values.size() - 1, packing);
    }
    packing.finish();
    return values;
  }

  private void ask(Question question, int number, Packing packing) {
    Coalitions coalitions = question.coalitions();
    if (coalitions.players() != players()) {
      throw new IllegalArgumentException(
          "coalitions of %d players in a game of %d".formatted(coalitions.players(), players()));
    }
    Map<BitSet, Distinct> sortedOut = new HashMap<>();
    int offset = 0;
    for (int row : question.rows()) {
      for (int place = 0; place < references.length; place++) {
        int reference = references[place];
        if (sortedOut.size() == MOST_DISTINCT) {
          sortedOut.clear();
        }
        Distinct distinct =
            sortedOut.computeIfAbsent(
                masker.active(row, reference), key -> Distinct.of(coalitions, key, empties()));
        calls[row] += distinct.size();
        packing.ask(new Packing.Ask(row, reference, place, coalitions, distinct, number, offset));
      }
      offset += slots() * coalitions.size();
    }
  }

  private Distinct.Empties empties() {
    return shared.isPresent() ? Distinct.Empties.KNOWN : Distinct.Empties.ASKED;
  }

  /** Adds what a row scores against one reference to the values of its coalitions. */
  private void add(Packing.Ask ask, float[] scores, double[] into) {
    double weight = weights[ask.place()];
    int coalitions = ask.coalitions().size();
    for (int slot = 0; slot < slots(); slot++) {
      float ofRow = full.at(ask.row() * slots() + slot);
      float ofEmpty = ofEmpty(ask, slot);
      int at = ask.offset() + slot * coalitions;
      for (int coalition = 0; coalition < coalitions; coalition++) {
        int item = ask.distinct().item(coalition);
        float score =
            item >= 0 ? scores[item * slots() + slot] : item == Distinct.ROW ? ofRow : ofEmpty;
        into[at + coalition] += weight * score;
      }
    }
  }

  private float ofEmpty(Packing.Ask ask, int slot) {
    int column = target.column(ask.row(), slot);
    return shared.map(outputs -> outputs.at(ask.place(), column)).orElse(Float.NaN);
  }
}
