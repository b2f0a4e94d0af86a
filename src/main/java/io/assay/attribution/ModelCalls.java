package io.assay.attribution;

import java.util.Arrays;

/**
 * How often the model was asked for each row. A forward call evaluates the model at one point; a
 * gradient call also goes backward, once a slot. What a batch shares (the score of a common
 * baseline, say) is counted once a batch in {@link #shared}.
 */
public final class ModelCalls {
  private final long[] forward;
  private final long[] gradient;
  private final long shared;

  private ModelCalls(long[] forward, long[] gradient, long shared) {
    this.forward = forward;
    this.gradient = gradient;
    this.shared = shared;
  }

  /**
   * Counts by row.
   *
   * @param forward forward calls, one count a row
   * @param gradient gradient calls, one count a row
   * @param shared forward calls that serve the whole batch
   */
  public static ModelCalls of(long[] forward, long[] gradient, long shared) {
    if (forward.length != gradient.length) {
      throw new IllegalArgumentException(forward.length + " and " + gradient.length + " rows");
    }
    return new ModelCalls(forward.clone(), gradient.clone(), shared);
  }

  /** The same counts for each of {@code rows} rows. */
  public static ModelCalls same(int rows, long forward, long gradient, long shared) {
    long[] forwards = new long[rows];
    long[] gradients = new long[rows];
    Arrays.fill(forwards, forward);
    Arrays.fill(gradients, gradient);
    return new ModelCalls(forwards, gradients, shared);
  }

  /** Returns how many rows are counted. */
  public int rows() {
    return forward.length;
  }

  /** Returns the forward calls made for a row alone. */
  public long forward(int row) {
    return forward[row];
  }

  /** Returns the gradient calls made for a row alone. */
  public long gradient(int row) {
    return gradient[row];
  }

  /** Returns all calls made for a row alone. */
  public long of(int row) {
    return forward[row] + gradient[row];
  }

  /** Returns the forward calls that served the whole batch. */
  public long shared() {
    return shared;
  }

  /** Returns the calls of chosen rows, in the order given; what the batch shared stays. */
  public ModelCalls select(int... rows) {
    long[] forwards = Arrays.stream(rows).mapToLong(row -> forward[row]).toArray();
    long[] gradients = Arrays.stream(rows).mapToLong(row -> gradient[row]).toArray();
    return new ModelCalls(forwards, gradients, shared);
  }

  /** Returns all calls of the batch. */
  public long total() {
    return Arrays.stream(forward).sum() + Arrays.stream(gradient).sum() + shared;
  }
}
