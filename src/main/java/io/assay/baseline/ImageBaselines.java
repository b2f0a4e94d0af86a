package io.assay.baseline;

import io.assay.tensor.Tensor;
import java.util.Arrays;

/** Reference images that are made of the explained ones, each of its own. */
public final class ImageBaselines {
  /** Beyond so many standard deviations a Gaussian is left out: 6e-5 of its weight. */
  private static final double REACH = 4;

  private ImageBaselines() {}

  /**
   * Blurs images by a Gaussian. Near an edge the weights that fall outside are shared among those
   * inside, so that an image of one colour stays as it is.
   *
   * @param images [rows, channels, height, width]
   * @param sigma standard deviation, pixels, over 0 to 1,000
   * @return [rows, channels, height, width]
   * @throws IllegalArgumentException if rows are no images or sigma is out of its range
   */
  public static Tensor blur(Tensor images, double sigma) {
    checkImages(images);
    if (!(sigma > 0) || sigma > 1000) {
      throw new IllegalArgumentException("blur sigma is " + sigma + " pixels; need over 0 to 1000");
    }
    int height = images.size(2);
    int width = images.size(3);
    double[] kernel = kernel(sigma, Math.max(height, width));
    float[] blurred = new float[images.values().length];
    double[] plane = new double[height * width];
    for (int from = 0; from < blurred.length; from += plane.length) { // channels of rows
      for (int pixel = 0; pixel < plane.length; pixel++) {
        plane[pixel] = images.at(from + pixel);
      }
      double[] across = smooth(plane, width, 1, kernel);
      double[] both = smooth(across, height, width, kernel);
      for (int pixel = 0; pixel < plane.length; pixel++) {
        blurred[from + pixel] = (float) both[pixel];
      }
    }
    return Tensor.of(blurred, images.shape());
  }

  /** Returns the Gaussian's heights at 0, 1, 2, ... pixels. */
  private static double[] kernel(double sigma, int most) {
    int reach = (int) Math.min(most - 1, Math.ceil(REACH * sigma));
    double[] kernel = new double[reach + 1];
    for (int distance = 0; distance <= reach; distance++) {
      kernel[distance] = Math.exp(-0.5 * distance * distance / (sigma * sigma));
    }
    return kernel;
  }

  /** Smooths along an axis of a size, of which neighbours are a stride apart. */
  private static double[] smooth(double[] plane, int size, int stride, double[] kernel) {
    double[] smoothed = new double[plane.length];
    double[] scale = scale(size, kernel);
    for (int at = 0; at < plane.length; at++) {
      int place = at / stride % size;
      int first = Math.max(0, place - kernel.length + 1);
      int last = Math.min(size - 1, place + kernel.length - 1);
      double sum = 0;
      for (int other = first; other <= last; other++) {
        sum += kernel[Math.abs(other - place)] * plane[at + (other - place) * stride];
      }
      smoothed[at] = sum * scale[place];
    }
    return smoothed;
  }

  private static double[] scale(int size, double[] kernel) {
    double[] scale = new double[size];
    for (int place = 0; place < size; place++) {
      for (int other = 0; other < size; other++) {
        int distance = Math.abs(other - place);
        scale[place] += distance < kernel.length ? kernel[distance] : 0;
      }
      scale[place] = 1 / scale[place];
    }
    return scale;
  }

  /**
   * Returns images of one colour, the mean of each image's own.
   *
   * @param images [rows, channels, height, width]
   * @return [rows, channels, height, width]
   * @throws IllegalArgumentException if rows are no images
   */
  public static Tensor channelMean(Tensor images) {
    checkImages(images);
    int plane = images.size(2) * images.size(3);
    float[] means = new float[images.values().length];
    for (int from = 0; from < means.length; from += plane) { // channels of rows
      double sum = 0;
      for (int pixel = 0; pixel < plane; pixel++) {
        sum += images.at(from + pixel);
      }
      Arrays.fill(means, from, from + plane, (float) (sum / plane));
    }
    return Tensor.of(means, images.shape());
  }

  private static void checkImages(Tensor images) {
    if (images.rank() != 4) {
      throw new IllegalArgumentException(
          images + " are no images; need [rows, channels, height, width]");
    }
  }
}
