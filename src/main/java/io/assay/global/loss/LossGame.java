package io.assay.global.loss;

import io.assay.baseline.Coalitions;
import io.assay.baseline.Masker;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How wrong a model is about rows of which it is told a part: the value of a coalition is the loss
 * of the mean answer over the inputs that a masker composes for it.
 *
 * <pre>
 * loss(S) = L(t, sum_b w_b answer(x_S, b_rest))
 * </pre>
 *
 * <p>Answers are averaged before the loss is taken, in float64 and in the order of the references,
 * so that a value depends on its row and coalition alone. Of equal references one is asked.
 */
final class LossGame {
  /** Values of composed inputs held at once: 4 MiB. */
  private static final int INPUT_VALUES = 1 << 20;

  /** Numbers of answers held at once: 8 MiB. */
  private static final int ANSWER_VALUES = 1 << 20;

  private final BlackBox model;
  private final Tensor input;
  private final Masker masker;
  private final Answers answers;
  private final int[] references;
  private final double[] weights;
  private final Optional<double[]> shared;
  private long calls;

  LossGame(BlackBox model, Tensor input, Masker masker) {
    this.model = model;
    this.input = input;
    this.masker = masker;
    this.answers = new Answers(model.signature());
    this.references =
        IntStream.range(0, masker.references()).filter(each -> masker.twin(each) == each).toArray();
    double[] sums = new double[masker.references()];
    for (int reference = 0; reference < sums.length; reference++) {
      sums[masker.twin(reference)] += masker.weight(reference);
    }
    this.weights = Arrays.stream(references).mapToDouble(each -> sums[each]).toArray();
    this.shared = masker.empty().map(this::meanOfReferences);
  }

  private double[] meanOfReferences(Tensor rows) {
    Tensor outputs = asked(rows.select(references));
    double[] mean = new double[answers.width()];
    for (int at = 0; at < references.length; at++) {
      answers.add(outputs, at, weights[at], mean, 0);
    }
    return mean;
  }

  private Tensor asked(Tensor rows) {
    calls += rows.rows();
    return model.outputs(rows);
  }

  /** Returns how many inputs the model was asked about. */
  long calls() {
    return calls;
  }

  int players() {
    return masker.players();
  }

  /** Returns how many rows may be valued at once so that answers stay within 8 MiB. */
  int rowsAtOnce(int coalitions) {
    return Math.max(1, ANSWER_VALUES / Math.max(1, coalitions * answers.width()));
  }

  /** Returns the model's answers when it is told all, one a row. */
  List<double[]> full() {
    Tensor outputs = asked(input);
    return IntStream.range(0, input.rows()).mapToObj(row -> answers.of(outputs, row)).toList();
  }

  /** Returns the model's answer when it is told nothing of a row. */
  double[] empty(int row) {
    if (shared.isPresent()) {
      return shared.get();
    }
    Coalitions none = Coalitions.of(masker.players(), List.of(new BitSet()));
    return answers(row, List.of(none)).get(0);
  }

  /**
   * Returns the model's mean answers.
   *
   * @param from the first row
   * @param coalitions of each row on from it
   * @return one a coalition, row by row
   */
  List<double[]> answers(int from, List<Coalitions> coalitions) {
    int items = coalitions.stream().mapToInt(Coalitions::size).sum();
    double[][] sums = new double[items][answers.width()];
    Piece piece = new Piece(sums, items * references.length);
    int item = 0;
    for (int row = 0; row < coalitions.size(); row++) {
      Coalitions asked = coalitions.get(row);
      for (int coalition = 0; coalition < asked.size(); coalition++) {
        for (int at = 0; at < references.length; at++) {
          float[] into = piece.room(item, weights[at]);
          masker.write(from + row, asked, coalition, references[at], into, piece.offset());
        }
        item++;
      }
    }
    piece.ask();
    return List.of(sums);
  }

  /** Composed inputs that wait for the model. */
  private final class Piece {
    private final double[][] sums;
    private final int most;
    private final float[] inputs;
    private final int[] items;
    private final double[] itemWeights;
    private int size;

    Piece(double[][] sums, int all) {
      this.sums = sums;
      this.most = Math.min(all, Math.max(16, INPUT_VALUES / Math.max(1, masker.length())));
      this.inputs = new float[Math.multiplyExact(most, masker.length())];
      this.items = new int[most];
      this.itemWeights = new double[most];
    }

    /** Makes room for one more input, which {@link #offset} is the place of. */
    float[] room(int item, double weight) {
      if (size == most) {
        ask();
      }
      items[size] = item;
      itemWeights[size] = weight;
      size++;
      return inputs;
    }

    int offset() {
      return (size - 1) * masker.length();
    }

    void ask() {
      if (size == 0) {
        return;
      }
      int[] shape = input.shape();
      shape[0] = size;
      Tensor composed = Tensor.of(Arrays.copyOf(inputs, size * masker.length()), shape);
      Tensor outputs = asked(composed);
      for (int at = 0; at < size; at++) {
        answers.add(outputs, at, itemWeights[at], sums[items[at]], 0);
      }
      size = 0;
    }
  }
}
