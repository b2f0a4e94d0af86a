package io.assay.baseline;

import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A partition of an image's pixels into connected pieces that are attributed together: all channels
 * of a pixel belong to its piece.
 */
public final class Superpixels {
  private final int height;
  private final int width;
  private final List<String> names;
  private final int[] labels;

  private Superpixels(int height, int width, List<String> names, int[] labels) {
    this.height = height;
    this.width = width;
    this.names = List.copyOf(names);
    this.labels = labels;
  }

  /**
   * Every pixel is a piece, named {@code y3x5}.
   *
   * @param height rows of pixels, at least 1
   * @param width columns of pixels, at least 1
   */
  public static Superpixels pixels(int height, int width) {
    checkSize(height, width);
    List<String> names = new ArrayList<>(height * width);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        names.add("y" + y + "x" + x);
      }
    }
    return new Superpixels(height, width, names, IntStream.range(0, height * width).toArray());
  }

  /**
   * Rectangles named {@code cell_2_3} by row and column; where the sides do not divide evenly, they
   * differ by one pixel.
   *
   * @param height rows of pixels
   * @param width columns of pixels
   * @param rows rows of cells, 1 to height
   * @param columns columns of cells, 1 to width
   * @throws IllegalArgumentException if there are more cells than pixels along a side
   */
  public static Superpixels grid(int height, int width, int rows, int columns) {
    checkSize(height, width);
    if (rows < 1 || columns < 1 || rows > height || columns > width) {
      throw new IllegalArgumentException(
          "a grid of %d x %d cells does not fit %d x %d pixels"
              .formatted(rows, columns, height, width));
    }
    List<String> names = new ArrayList<>(rows * columns);
    for (int cell = 0; cell < rows * columns; cell++) {
      names.add("cell_" + cell / columns + "_" + cell % columns);
    }
    int[] labels = new int[height * width];
    for (int pixel = 0; pixel < labels.length; pixel++) {
      int row = (int) ((long) (pixel / width) * rows / height);
      int column = (int) ((long) (pixel % width) * columns / width);
      labels[pixel] = row * columns + column;
    }
    return new Superpixels(height, width, names, labels);
  }

  /**
   * Pieces of similar colour, named {@code segment_7}, in the order of their first pixels: simple
   * linear iterative clustering.
   *
   * <pre>D^2 = |colour - centre's colour|^2 + compactness^2 |place - centre's place|^2 / S^2</pre>
   *
   * with S the distance of the first centres. Colours are CIELAB under D65 for three channels, and
   * brightness times 100 for one. Source: Achanta, Shaji, Smith, Lucchi, Fua and Süsstrunk (2012),
   * SLIC Superpixels Compared to State-of-the-Art Superpixel Methods, IEEE TPAMI 34 (11), algorithm
   * 1. We depart from it in the last step: a piece that is not connected is taken apart, and a part
   * smaller than a quarter of S^2 joins the neighbour with which it shares the longest border.
   *
   * @param image [channels, height, width], brightness 0 to 1 in sRGB for three channels, any scale
   *     near 0 to 1 for one
   * @param segments pieces wanted, 1 to the number of pixels; the number found is near it
   * @param compactness weight of place against colour, over 0; 10 is usual, 40 gives near squares
   * @param iterations rounds of clustering, 1 to 100; 10 is usual
   * @throws IllegalArgumentException if an argument is out of its range or a value is not finite
   */
  public static Superpixels slic(Tensor image, int segments, double compactness, int iterations) {
    if (image.rank() != 3 || (image.size(0) != 1 && image.size(0) != 3)) {
      throw new IllegalArgumentException(image + "; superpixels need [1 or 3, height, width]");
    }
    int height = image.size(1);
    int width = image.size(2);
    checkSize(height, width);
    checkRange("segments", segments, 1, height * width);
    checkRange("iterations", iterations, 1, 100);
    if (!(compactness > 0) || Double.isInfinite(compactness)) {
      throw new IllegalArgumentException("compactness is " + compactness + "; need over 0");
    }
    Slic slic = new Slic(height, width, CieLab.of(image), segments, compactness);
    int[] labels = slic.labels(iterations);
    int count = IntStream.of(labels).max().orElse(0) + 1;
    List<String> names = IntStream.range(0, count).mapToObj(label -> "segment_" + label).toList();
    return new Superpixels(height, width, names, labels);
  }

  private static void checkSize(int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("an image of " + height + " x " + width + " pixels");
    }
  }

  private static void checkRange(String name, int found, int least, int most) {
    if (found < least || found > most) {
      throw new IllegalArgumentException(name + " is " + found + "; need " + least + " to " + most);
    }
  }

  /** Returns rows of pixels. */
  public int height() {
    return height;
  }

  /** Returns columns of pixels. */
  public int width() {
    return width;
  }

  /** Returns how many pieces there are. */
  public int size() {
    return names.size();
  }

  /** Returns the names of the pieces, by label. */
  public List<String> names() {
    return names;
  }

  /** Returns the piece, 0 to size - 1, of the pixel at row y and column x. */
  public int labelAt(int y, int x) {
    return labels[y * width + x];
  }

  /**
   * Returns the groups of an input [channels, height, width].
   *
   * @param channels at least 1
   */
  public FeatureGroups groups(int channels) {
    int[] groupOf = new int[channels * labels.length];
    for (int channel = 0; channel < channels; channel++) {
      System.arraycopy(labels, 0, groupOf, channel * labels.length, labels.length);
    }
    return FeatureGroups.of(names, groupOf);
  }

  /**
   * Spreads one value a piece over its pixels.
   *
   * @param values one a piece, by label
   * @return [height, width]
   */
  public Tensor map(float[] values) {
    if (values.length != size()) {
      throw new IllegalArgumentException(values.length + " values for " + size() + " pieces");
    }
    float[] map = new float[labels.length];
    for (int pixel = 0; pixel < map.length; pixel++) {
      map[pixel] = values[labels[pixel]];
    }
    return Tensor.of(map, height, width);
  }
}
