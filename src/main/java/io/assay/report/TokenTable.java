package io.assay.report;

import io.assay.report.number.Numbers;
import io.assay.report.picture.ColourScale;
import io.assay.report.picture.TokenStrip;
import java.util.ArrayList;
import java.util.List;

/**
 * Explained texts as the page shows them, as many as it has room for.
 *
 * @param rows what is shown
 * @param offered how many texts there were
 */
record TokenTable(List<Row> rows, int offered) {
  /** Texts that the page shows at most. */
  static final int ROWS = 40;

  /** Characters that texts take in the page at most, but for the first. */
  static final int CHARACTERS = 300_000;

  static TokenTable of(List<TokenSection> sections) {
    List<Row> rows = new ArrayList<>();
    int used = 0;
    for (TokenSection section : sections.subList(0, Math.min(ROWS, sections.size()))) {
      Row row = row(section);
      used += row.lines().stream().mapToInt(line -> line.html().length()).sum();
      if (used > CHARACTERS && !rows.isEmpty()) {
        break;
      }
      rows.add(row);
    }
    return new TokenTable(List.copyOf(rows), sections.size());
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  boolean isCut() {
    return rows.size() < offered;
  }

  String shownCount() {
    return Numbers.count(rows.size());
  }

  String offeredCount() {
    return Numbers.count(offered, "explained text");
  }

  private static Row row(TokenSection section) {
    List<Line> lines = new ArrayList<>();
    for (TokenSection.Line line : section.lines()) {
      float[] values = new float[line.values().size()];
      for (int token = 0; token < values.length; token++) {
        values[token] = line.values().get(token);
      }
      ColourScale scale = ColourScale.of(values);
      TokenStrip strip = new TokenStrip(section.tokens(), line.values(), scale, line.unit());
      lines.add(new Line(line.title(), strip.html(), Legend.of(scale, line.unit())));
    }
    return new Row(
        section.rowId(),
        section.target(),
        Numbers.rounded(section.score()),
        section.unit(),
        List.copyOf(lines));
  }

  /** A text. */
  record Row(String rowId, String target, String score, String unit, List<Line> lines) {}

  /** The values of a method; {@code html} is safe as it is. */
  record Line(String title, String html, Legend legend) {}
}
