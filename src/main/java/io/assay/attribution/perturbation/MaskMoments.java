package io.assay.attribution.perturbation;

/**
 * What scores under random masks say about the places of the masks: covariances with what is shown
 * of each place, block by block, and their means and errors over the blocks.
 */
final class MaskMoments {
  private final int places;
  private final int blockSize;
  private final double probability;
  private final Rise.Form form;
  private final double[] shown; // [places], sums over the block
  private final double[] products; // [places], sums over the block
  private final double[] means; // [places], over blocks
  private final double[] squares; // [places], by Welford
  private double sum;
  private double first;
  private int masks;
  private int blocks;

  /**
   * Starts with nothing.
   *
   * @param places how many the masks have
   * @param blockSize masks a block
   * @param probability the expectation of a mask at each place
   */
  MaskMoments(int places, int blockSize, double probability, Rise.Form form) {
    this.places = places;
    this.blockSize = blockSize;
    this.probability = probability;
    this.form = form;
    this.shown = new double[places];
    this.products = new double[places];
    this.means = new double[places];
    this.squares = new double[places];
  }

  /**
   * Adds a mask, in the order of the blocks.
   *
   * @param mask what it shows of each place, 0 to 1
   */
  void add(float[] mask, double score) {
    if (masks == 0) {
      first = score; // so that what does not vary gets exactly nothing
    }
    double change = score - first;
    sum += change;
    for (int place = 0; place < places; place++) {
      shown[place] += mask[place];
      products[place] += change * mask[place];
    }
    masks++;
    if (masks % blockSize == 0) {
      endBlock();
    }
  }

  private void endBlock() {
    blocks++;
    double mean = sum / blockSize;
    for (int place = 0; place < places; place++) {
      double covariance = (products[place] - mean * shown[place]) / blockSize;
      double value = form.value(first + mean, covariance, probability);
      double before = means[place];
      means[place] += (value - before) / blocks;
      squares[place] += (value - before) * (value - means[place]);
      shown[place] = 0;
      products[place] = 0;
    }
    sum = 0;
  }

  /** Returns the value of a place. */
  double value(int place) {
    return means[place];
  }

  /** Returns its standard error, of at least two blocks. */
  double error(int place) {
    return Math.sqrt(squares[place] / (blocks - 1) / blocks);
  }
}
