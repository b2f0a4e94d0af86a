package io.assay.report.picture;

/** How a coarse map of values is shown over a finer image. */
public enum Upsampling {
  /** Each value fills its rectangle: for cells, of which each has one value. */
  BLOCKS,
  /** Values are mixed between the centres of their rectangles: for maps of a layer. */
  SMOOTH
}
