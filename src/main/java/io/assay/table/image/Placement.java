package io.assay.table.image;

/**
 * Where an image comes to lie in the model's input: it is resampled to {@code scaledHeight x
 * scaledWidth}, of which the part from (top, left) is taken if it is larger than the input, and
 * which begins at (padTop, padLeft) if it is smaller.
 */
record Placement(int scaledHeight, int scaledWidth, int top, int left, int padTop, int padLeft) {

  /** Places an image of a size; it may come out with another size than the input's. */
  static Placement of(ImageForm form, int height, int width) {
    int scaledHeight = height;
    int scaledWidth = width;
    switch (form.resize()) {
      case NONE -> {}
      case STRETCH -> {
        scaledHeight = form.height();
        scaledWidth = form.width();
      }
      case SHORTER_SIDE -> {
        scaledHeight = scaled(height, form, height, width);
        scaledWidth = scaled(width, form, height, width);
      }
      case FIT -> {
        double factor = Math.min((double) form.height() / height, (double) form.width() / width);
        scaledHeight = (int) Math.max(1, Math.rint(height * factor));
        scaledWidth = (int) Math.max(1, Math.rint(width * factor));
      }
    }
    return new Placement(
        scaledHeight,
        scaledWidth,
        cut(scaledHeight, form.height()),
        cut(scaledWidth, form.width()),
        Math.max(0, (form.height() - scaledHeight) / 2),
        Math.max(0, (form.width() - scaledWidth) / 2));
  }

  /** Whether the input is filled as the form allows. */
  boolean fits(ImageForm form) {
    if (form.resize() == ImageForm.Resize.FIT) {
      return true;
    }
    return form.crop() == ImageForm.Crop.CENTRE
        ? scaledHeight >= form.height() && scaledWidth >= form.width()
        : scaledHeight == form.height() && scaledWidth == form.width();
  }

  /** A side given becomes the shorter one, and the longer one is rounded down, as torchvision's. */
  private static int scaled(int pixels, ImageForm form, int height, int width) {
    if (form.side() > 0) {
      return (int) ((long) form.side() * pixels / Math.min(height, width));
    }
    boolean heightIsTight = (long) form.height() * width >= (long) form.width() * height;
    return heightIsTight
        ? (int) Math.rint((double) pixels * form.height() / height)
        : (int) Math.rint((double) pixels * form.width() / width);
  }

  private static int cut(int scaled, int wanted) {
    return (int) Math.max(0, Math.rint((scaled - wanted) / 2.0));
  }
}
