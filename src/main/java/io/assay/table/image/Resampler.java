package io.assay.table.image;

/** Reads an image once, row by row, into the place and size that the model's input has for it. */
final class Resampler {
  private final ImageForm form;
  private final Placement placement;
  private final Weights down;
  private final Weights across;

  Resampler(ImageForm form, Placement placement, PixelRows source) {
    this.form = form;
    this.placement = placement;
    int rows = Math.min(form.height(), placement.scaledHeight());
    int columns = Math.min(form.width(), placement.scaledWidth());
    this.down = Weights.of(source.height(), placement.scaledHeight(), placement.top(), rows);
    this.across = Weights.of(source.width(), placement.scaledWidth(), placement.left(), columns);
  }

  /** Returns levels [channels, height, width] of the input; what the image does not fill is 0. */
  double[] levels(PixelRows source) {
    double[] levels = new double[form.length()];
    double[] pixels = new double[form.channels() * source.width()];
    double[] mixed = new double[form.channels() * across.count()];
    int open = 0; // rows of the input before it are complete
    for (int y = down.first(0); y < down.end(down.count() - 1); y++) {
      while (down.end(open) <= y) {
        open++;
      }
      source.read(y, pixels);
      mix(pixels, source.width(), mixed);
      for (int row = open; row < down.count() && down.first(row) <= y; row++) {
        if (y < down.end(row)) {
          add(mixed, down.weight(row, y), placement.padTop() + row, levels);
        }
      }
    }
    return levels;
  }

  private void mix(double[] pixels, int width, double[] mixed) {
    int next = 0;
    for (int channel = 0; channel < form.channels(); channel++) {
      for (int column = 0; column < across.count(); column++) {
        mixed[next++] = across.mix(column, pixels, channel * width);
      }
    }
  }

  private void add(double[] mixed, double weight, int row, double[] levels) {
    int columns = across.count();
    for (int channel = 0; channel < form.channels(); channel++) {
      int into = (channel * form.height() + row) * form.width() + placement.padLeft();
      for (int column = 0; column < columns; column++) {
        levels[into + column] += weight * mixed[channel * columns + column];
      }
    }
  }
}
