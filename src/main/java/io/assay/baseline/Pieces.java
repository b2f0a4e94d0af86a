package io.assay.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The connected pieces of a labelled image, by the four neighbours of a pixel. Small pieces join
 * the neighbour with the longest common border, smallest first; of equals, the first.
 */
final class Pieces {
  private final int height;
  private final int width;
  private final int[] given;
  private final int[] pieceOf;
  private final List<Integer> sizes = new ArrayList<>();
  private final List<Map<Integer, Integer>> borders = new ArrayList<>();
  private final List<Integer> joined = new ArrayList<>(); // the piece that took a piece in

  Pieces(int height, int width, int[] given) {
    this.height = height;
    this.width = width;
    this.given = given;
    this.pieceOf = new int[given.length];
    Arrays.fill(pieceOf, -1);
    int[] waiting = new int[given.length];
    for (int pixel = 0; pixel < given.length; pixel++) {
      if (pieceOf[pixel] < 0) {
        fill(pixel, waiting);
      }
    }
    for (int pixel = 0; pixel < given.length; pixel++) {
      border(pixel, pixel % width < width - 1 ? pixel + 1 : pixel);
      border(pixel, pixel / width < height - 1 ? pixel + width : pixel);
    }
  }

  /**
   * Returns labels from 0 in raster order of each piece's first pixel.
   *
   * @param least pixels that a piece has, unless the image is smaller
   */
  int[] connected(double least) {
    TreeSet<Integer> left =
        new TreeSet<>(Comparator.<Integer>comparingInt(sizes::get).thenComparingInt(each -> each));
    for (int piece = 0; piece < sizes.size(); piece++) {
      left.add(piece);
    }
    while (left.size() > 1 && sizes.get(left.first()) < least) {
      int smallest = left.first();
      int into = longestBorder(smallest);
      left.remove(smallest);
      left.remove(into);
      join(smallest, into);
      left.add(into);
    }
    return inRasterOrder();
  }

  private void fill(int start, int[] waiting) {
    int piece = sizes.size();
    int end = 0;
    int size = 0;
    pieceOf[start] = piece;
    waiting[end++] = start;
    while (end > 0) {
      int pixel = waiting[--end];
      size++;
      for (int direction = 0; direction < 4; direction++) {
        int neighbour = neighbour(pixel, direction);
        if (pieceOf[neighbour] < 0 && given[neighbour] == given[start]) {
          pieceOf[neighbour] = piece;
          waiting[end++] = neighbour;
        }
      }
    }
    sizes.add(size);
    borders.add(new TreeMap<>());
    joined.add(piece);
  }

  /** One of the four neighbours; the pixel itself where there is none. */
  private int neighbour(int pixel, int direction) {
    return switch (direction) {
      case 0 -> pixel >= width ? pixel - width : pixel;
      case 1 -> pixel % width > 0 ? pixel - 1 : pixel;
      case 2 -> pixel % width < width - 1 ? pixel + 1 : pixel;
      default -> pixel / width < height - 1 ? pixel + width : pixel;
    };
  }

  private void border(int pixel, int neighbour) {
    if (pieceOf[pixel] != pieceOf[neighbour]) {
      borders.get(pieceOf[pixel]).merge(pieceOf[neighbour], 1, Integer::sum);
      borders.get(pieceOf[neighbour]).merge(pieceOf[pixel], 1, Integer::sum);
    }
  }

  private int longestBorder(int piece) {
    int neighbour = -1;
    int longest = 0;
    for (Map.Entry<Integer, Integer> border : borders.get(piece).entrySet()) {
      if (border.getValue() > longest) {
        longest = border.getValue();
        neighbour = border.getKey();
      }
    }
    return neighbour;
  }

  private void join(int piece, int into) {
    borders
        .get(piece)
        .forEach(
            (neighbour, length) -> {
              borders.get(neighbour).remove(piece);
              if (neighbour != into) {
                borders.get(neighbour).merge(into, length, Integer::sum);
                borders.get(into).merge(neighbour, length, Integer::sum);
              }
            });
    borders.get(piece).clear();
    sizes.set(into, sizes.get(into) + sizes.get(piece));
    joined.set(piece, into);
  }

  private int[] inRasterOrder() {
    int[] labels = new int[pieceOf.length];
    int[] orders = new int[sizes.size()];
    Arrays.fill(orders, -1);
    int next = 0;
    for (int pixel = 0; pixel < labels.length; pixel++) {
      int piece = pieceOf[pixel];
      while (joined.get(piece) != piece) {
        piece = joined.get(piece);
      }
      if (orders[piece] < 0) {
        orders[piece] = next++;
      }
      labels[pixel] = orders[piece];
    }
    return labels;
  }
}
