package io.assay.job;

import io.assay.baseline.FeatureGroups;
import io.assay.baseline.Superpixels;
import io.assay.job.InputPlan.Kind;
import io.assay.job.input.ImageSpec;
import io.assay.job.input.PixelGroups;
import io.assay.job.input.TextSpec;
import java.util.List;
import java.util.stream.IntStream;

/** Plans the inputs that are no table: which positions are a pixel, a cell or a token. */
final class ContentPlan {
  /** Up to so many pixels each is a feature of the importance table. */
  private static final int MOST_PIXEL_FEATURES = 784;

  private static final int CELLS = 14;

  private ContentPlan() {}

  /** Plans images: attributions belong to pixels, over their channels, or to cells of a grid. */
  static InputPlan of(ImageSpec image) {
    List<Integer> shape = List.of(image.channels(), image.height(), image.width());
    PixelGroups groups = image.groups();
    if (groups.kind() == PixelGroups.Kind.GRID) {
      FeatureGroups cells = grid(image, groups.grid()).groups(image.channels());
      return plan(Kind.IMAGE, shape, cells, identity(cells.names()), cells.size());
    }
    int pixels = image.height() * image.width();
    FeatureGroups each = Superpixels.pixels(image.height(), image.width()).groups(image.channels());
    int players =
        groups
            .slic()
            .map(PixelGroups.Slic::segments)
            .map(most -> Math.min(most, pixels))
            .orElse(pixels);
    return plan(Kind.IMAGE, shape, each, fold(image, each), players);
  }

  /** Plans texts: attributions belong to the positions of the input. */
  static InputPlan of(TextSpec text) {
    List<String> names =
        IntStream.range(0, text.maxLength()).mapToObj(position -> "t" + position).toList();
    FeatureGroups groups = FeatureGroups.singletons(names);
    ColumnFold tokens = ColumnFold.tokens(text.maxLength());
    return plan(Kind.TEXT, List.of(text.maxLength()), groups, tokens, text.maxLength());
  }

  private static InputPlan plan(
      Kind kind, List<Integer> shape, FeatureGroups groups, ColumnFold fold, int players) {
    return new InputPlan(kind, List.of(), shape, groups, fold, players);
  }

  private static ColumnFold identity(List<String> names) {
    return ColumnFold.identity(names, names.stream().map(List::of).toList());
  }

  /** Returns rows and columns of the cells that an image's pixels are summed up to. */
  static List<Integer> cells(ImageSpec image) {
    if (image.groups().kind() == PixelGroups.Kind.GRID) {
      return image.groups().grid();
    }
    if (!image.cells().isEmpty()) {
      return image.cells();
    }
    boolean isSmall = image.height() * image.width() <= MOST_PIXEL_FEATURES;
    return isSmall
        ? List.of(image.height(), image.width())
        : List.of(Math.min(CELLS, image.height()), Math.min(CELLS, image.width()));
  }

  private static ColumnFold fold(ImageSpec image, FeatureGroups pixels) {
    List<Integer> grid = cells(image);
    if (grid.equals(List.of(image.height(), image.width()))) {
      return identity(pixels.names());
    }
    FeatureGroups cells = grid(image, grid).groups(1);
    int[] cellOf = IntStream.range(0, pixels.size()).map(cells::groupOf).toArray();
    return ColumnFold.sums(cells.names(), cellOf);
  }

  private static Superpixels grid(ImageSpec image, List<Integer> grid) {
    return Superpixels.grid(image.height(), image.width(), grid.get(0), grid.get(1));
  }
}
