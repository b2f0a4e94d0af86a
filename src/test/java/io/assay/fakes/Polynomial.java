package io.assay.fakes;

import io.assay.model.Differentiable;
import io.assay.model.ModelSignature;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A polynomial an output, in float64: interactions of any order, gradients by hand. Its integrals,
 * and its Shapley values, can be written down.
 */
public final class Polynomial implements Differentiable {
  /**
   * A coefficient times a product of features.
   *
   * @param coefficient the factor
   * @param variables the features multiplied; one that comes twice is squared, none is a constant
   */
  public record Term(double coefficient, List<Integer> variables) {
    double value(float[] x, int row) {
      double product = coefficient;
      for (int variable : variables) {
        product *= x[row + variable];
      }
      return product;
    }

    void addGradient(float[] x, int row, double[] into) {
      for (int at = 0; at < variables.size(); at++) {
        double product = coefficient;
        for (int other = 0; other < variables.size(); other++) {
          product *= other == at ? 1 : x[row + variables.get(other)];
        }
        into[variables.get(at)] += product;
      }
    }
  }

  private final int features;
  private final List<List<Term>> outputs;

  private Polynomial(int features, List<List<Term>> outputs) {
    this.features = features;
    this.outputs = outputs;
  }

  /** Returns a term such as {@code 2 a b}: {@code term(2, 0, 1)}. */
  public static Term term(double coefficient, int... variables) {
    return new Term(coefficient, IntStream.of(variables).boxed().toList());
  }

  /** A model with one output. */
  public static Polynomial of(int features, Term... terms) {
    return new Polynomial(features, List.of(List.of(terms)));
  }

  /** A model with several outputs, each a list of terms. */
  public static Polynomial ofOutputs(int features, List<List<Term>> outputs) {
    return new Polynomial(features, List.copyOf(outputs));
  }

  /** One output: the sum of weight times feature. */
  public static Polynomial linear(double... weights) {
    Term[] terms =
        IntStream.range(0, weights.length)
            .mapToObj(feature -> term(weights[feature], feature))
            .toArray(Term[]::new);
    return of(weights.length, terms);
  }

  /**
   * Five features and two outputs: 2abc + d^2 - 3a + 1 and abcd - b - c. Features b and c are
   * alike, e is a dummy.
   */
  public static Polynomial mixed() {
    return ofOutputs(
        5,
        List.of(
            List.of(term(2, 0, 1, 2), term(1, 3, 3), term(-3, 0), term(1)),
            List.of(term(1, 0, 1, 2, 3), term(-1, 1), term(-1, 2))));
  }

  /**
   * Two outputs over many features: the sums of all products of three and of two neighbours; the
   * last feature is a dummy.
   */
  public static Polynomial wide(int features) {
    List<Term> triples = new ArrayList<>();
    List<Term> pairs = new ArrayList<>();
    for (int first = 0; first + 3 < features; first++) {
      triples.add(term(1 + 0.1 * first, first, first + 1, first + 2));
      pairs.add(term(1 - 0.1 * first, first, first + 1));
    }
    return ofOutputs(features, List.of(triples, pairs));
  }

  /** Returns this model with one more output. */
  public Polynomial and(Term... terms) {
    List<List<Term>> more = new ArrayList<>(outputs);
    more.add(List.of(terms));
    return new Polynomial(features, more);
  }

  /** Returns the sum of two models of the same outputs. */
  public Polynomial plus(Polynomial other) {
    List<List<Term>> sums = new ArrayList<>();
    for (int output = 0; output < outputs.size(); output++) {
      sums.add(
          Stream.concat(outputs.get(output).stream(), other.outputs.get(output).stream()).toList());
    }
    return new Polynomial(features, sums);
  }

  @Override
  public ModelSignature signature() {
    List<String> names = IntStream.range(0, outputs.size()).mapToObj(i -> "f" + i).toList();
    return new ModelSignature(List.of(features), names, ModelSignature.Unit.RAW);
  }

  @Override
  public Tensor outputs(Tensor input) {
    double[] values = new double[input.rows() * outputs.size()];
    for (int row = 0; row < input.rows(); row++) {
      for (int output = 0; output < outputs.size(); output++) {
        for (Term term : outputs.get(output)) {
          values[row * outputs.size() + output] += term.value(input.values(), row * features);
        }
      }
    }
    return Tensor.of(values, input.rows(), outputs.size());
  }

  @Override
  public ScoredGradient gradient(Tensor input, Target target) {
    int slots = target.slots();
    float[] gradients = new float[input.rows() * slots * features];
    for (int row = 0; row < input.rows(); row++) {
      for (int slot = 0; slot < slots; slot++) {
        double[] gradient = new double[features];
        for (Term term : outputs.get(target.column(row, slot))) {
          term.addGradient(input.values(), row * features, gradient);
        }
        for (int feature = 0; feature < features; feature++) {
          gradients[(row * slots + slot) * features + feature] = (float) gradient[feature];
        }
      }
    }
    return new ScoredGradient(
        score(input, target), Tensor.of(gradients, input.rows(), slots, features));
  }

  @Override
  public void close() {}
}
