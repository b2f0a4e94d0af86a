package io.assay.attribution.gradient;

import java.util.random.RandomGenerator;

/**
 * Where on the paths from its references to a row the gradient is sampled: a sliced Latin
 * hypercube. Each round visits every reference once. Round r lies in the r-th of {@code rounds}
 * equal parts of the path, and the references share that part out, each in a cell of its own in
 * random order; within its cell a place is uniform. So every reference has one place in each part,
 * and all places of a row one in each of references x rounds cells.
 *
 * <p>Source: Qian (2012), Sliced Latin Hypercube Designs, doi 10.1080/01621459.2011.644132.
 *
 * @param references how many
 * @param rounds places on the path from each of them
 */
record PathDesign(int references, int rounds) {
  private static final int LEAST_ROUNDS = 2;

  /** Returns the design of at least so many places, in whole rounds, two at least. */
  static PathDesign ofAtLeast(int places, int references) {
    return new PathDesign(
        references, Math.max(LEAST_ROUNDS, (places + references - 1) / references));
  }

  int places() {
    return Math.multiplyExact(references, rounds);
  }

  /**
   * Draws the places, 0 (at the reference) to 1 (at the row).
   *
   * @return [references, rounds]
   */
  double[] draw(RandomGenerator random) {
    double[] places = new double[places()];
    int[] cells = new int[references];
    for (int round = 0; round < rounds; round++) {
      for (int reference = 0; reference < references; reference++) { // a permutation, inside out
        int other = random.nextInt(reference + 1);
        cells[reference] = cells[other];
        cells[other] = reference;
      }
      for (int reference = 0; reference < references; reference++) {
        double cell = (double) round * references + cells[reference];
        places[reference * rounds + round] = (cell + random.nextDouble()) / places.length;
      }
    }
    return places;
  }
}
