package io.assay.report.picture;

import java.util.List;

/**
 * A picture file of one row: for every method the original, the heat map and the overlay beside
 * each other, with the scale.
 *
 * @param heading what is shown, such as the row's id
 * @param note what else is to be known, such as target and score; may be empty
 * @param unit the unit of the values, such as {@code logit}; may be empty
 * @param strips one a method, at least one
 */
public record HeatMapSheet(String heading, String note, String unit, List<Strip> strips) {
  private static final int MARGIN = 24;
  private static final int GAP = 14;
  private static final int LINE = 22;
  private static final int LEGEND = 40;
  private static final int SMALLEST = 224;
  private static final String ENDS =
      "Colours end at the 99 % quantile of magnitudes; stronger values have the colour of the end.";

  /** Copies the list. */
  public HeatMapSheet {
    strips = List.copyOf(strips);
    if (strips.isEmpty()) {
      throw new IllegalArgumentException("a sheet of heat maps needs at least one");
    }
  }

  /**
   * The values of a method.
   *
   * @param title what people call the method
   * @param heatMap its values over the image
   */
  public record Strip(String title, HeatMap heatMap) {}

  /**
   * Returns the bytes of a PNG file. Small images are enlarged, a pixel to a square.
   *
   * @throws io.assay.AssayException RESOURCE_LACKING if there is no font for the letters
   */
  public byte[] png() {
    Picture first = strips.get(0).heatMap().original();
    int factor = Math.max(1, SMALLEST / Math.max(first.height(), first.width()));
    int height = first.height() * factor;
    int width = first.width() * factor;
    int strip = LINE + height + LEGEND;
    int top = MARGIN + LINE + (note.isEmpty() ? 0 : LINE) + GAP / 2;
    Lettering measure = Lettering.toMeasure();
    int letters =
        Math.max(measure.widthOf(heading, Lettering.LARGE), measure.widthOf(note, Lettering.SIZE));
    Lettering sheet =
        new Lettering(
            top + strips.size() * strip + MARGIN + GAP / 2,
            2 * MARGIN + Math.max(letters, 3 * width + 2 * GAP));
    sheet.write(heading, MARGIN - 4, MARGIN, Lettering.LARGE, Lettering.INK);
    sheet.write(note, MARGIN + LINE, MARGIN, Lettering.SIZE, Lettering.SOFT);
    for (int place = 0; place < strips.size(); place++) {
      draw(sheet, strips.get(place), top + place * strip, factor);
    }
    sheet.write(ENDS, top + strips.size() * strip, MARGIN, Lettering.SIZE - 2, Lettering.SOFT);
    return sheet.png();
  }

  private void draw(Lettering sheet, Strip strip, int top, int factor) {
    HeatMap heatMap = strip.heatMap();
    int step = heatMap.original().width() * factor + GAP;
    int pictures = top + LINE;
    int below = pictures + heatMap.original().height() * factor + 6;
    sheet.write(strip.title(), top, MARGIN, Lettering.SIZE, Lettering.INK);
    sheet.place(heatMap.original().enlarged(factor), pictures, MARGIN);
    sheet.place(heatMap.map().enlarged(factor), pictures, MARGIN + step);
    sheet.place(heatMap.overlay().enlarged(factor), pictures, MARGIN + 2 * step);
    sheet.scale(heatMap.scale(), unit, below, MARGIN + step, step - GAP);
  }
}
