package io.assay.report.picture;

import java.util.List;

/**
 * A picture file of one text: its tokens with colours behind them, once for every method, with the
 * scale.
 *
 * @param heading what is shown, such as the row's id
 * @param note what else is to be known, such as target and score; may be empty
 * @param lines one a method, at least one
 */
public record TokenSheet(String heading, String note, List<Line> lines) {
  private static final int WIDTH = 860;
  private static final int MARGIN = 24;
  private static final int TITLE = 24;
  private static final int ROW = 28;
  private static final int SIZE = 16;
  private static final int PAD = 5;
  private static final int SPACE = 4;
  private static final int LEGEND = 48;

  /** Copies the list. */
  public TokenSheet {
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a sheet of tokens needs at least one method");
    }
  }

  /**
   * The values of a method.
   *
   * @param title what people call the method
   * @param strip its values
   */
  public record Line(String title, TokenStrip strip) {}

  /** Where a token comes to stand. */
  private record Place(int row, int x, int width) {}

  /**
   * Returns the bytes of a PNG file. Letters that no font of the machine has are shown as boxes.
   *
   * @throws io.assay.AssayException RESOURCE_LACKING if there is no font
   */
  public byte[] png() {
    Lettering measure = Lettering.toMeasure();
    int top = MARGIN + TITLE + (note.isEmpty() ? 0 : TITLE);
    int height = top + MARGIN / 2;
    for (Line line : lines) {
      height += TITLE + rows(line, measure) * ROW + LEGEND;
    }
    Lettering sheet = new Lettering(height, WIDTH);
    sheet.write(heading, MARGIN - 4, MARGIN, Lettering.LARGE, Lettering.INK);
    sheet.write(note, MARGIN + TITLE - 2, MARGIN, Lettering.SIZE, Lettering.SOFT);
    int y = top + MARGIN / 2;
    for (Line line : lines) {
      draw(sheet, line, y);
      y += TITLE + rows(line, measure) * ROW + LEGEND;
    }
    return sheet.png();
  }

  private static int rows(Line line, Lettering measure) {
    int row = 0;
    int x = MARGIN;
    for (String token : line.strip().tokens()) {
      Place place = place(token, row, x, measure);
      row = place.row();
      x = place.x() + place.width() + SPACE;
    }
    return row + 1;
  }

  private static Place place(String token, int row, int x, Lettering measure) {
    int width = measure.widthOf(token, SIZE) + 2 * PAD;
    boolean fits = x + width <= WIDTH - MARGIN || x == MARGIN;
    return fits ? new Place(row, x, width) : new Place(row + 1, MARGIN, width);
  }

  private static void draw(Lettering sheet, Line line, int top) {
    TokenStrip strip = line.strip();
    sheet.write(line.title(), top, MARGIN, Lettering.SIZE, Lettering.SOFT);
    int row = 0;
    int x = MARGIN;
    for (int token = 0; token < strip.tokens().size(); token++) {
      String text = strip.tokens().get(token);
      float value = strip.values().get(token);
      Place place = place(text, row, x, sheet);
      int y = top + TITLE + place.row() * ROW;
      TokenColour colour = TokenColour.of(value, strip.scale());
      sheet.fillRound(
          y, place.x(), ROW - 4, place.width(), colour.light(strip.scale().strength(value)));
      sheet.write(text, y + 2, place.x() + PAD, SIZE, TokenColour.LIGHT_INK);
      row = place.row();
      x = place.x() + place.width() + SPACE;
    }
    legend(sheet, strip, top + TITLE + (row + 1) * ROW + 4);
  }

  private static void legend(Lettering sheet, TokenStrip strip, int y) {
    float limit = (float) strip.scale().limit();
    int x = MARGIN;
    float lowest = strip.scale().isSigned() ? -1 : 0;
    String low = strip.shown(lowest * limit);
    sheet.write(low, y, x, Lettering.SIZE - 2, Lettering.SOFT);
    x += sheet.widthOf(low, Lettering.SIZE - 2) + PAD + SPACE;
    for (int step = 0; step < 120; step++) {
      float value = limit * (lowest + (1 - lowest) * step / 119f);
      TokenColour colour = TokenColour.of(value, strip.scale());
      sheet.fill(y + 3, x + step, 10, 1, colour.light(strip.scale().strength(value)));
    }
    sheet.write(strip.shown(limit), y, x + 120 + PAD + SPACE, Lettering.SIZE - 2, Lettering.SOFT);
  }
}
