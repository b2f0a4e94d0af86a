package io.assay.report;

import io.assay.report.number.Numbers;
import io.assay.report.picture.ColourScale;
import io.assay.report.picture.HeatMap;
import io.assay.report.picture.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * Explained images as the page shows them, as many as it has room for.
 *
 * @param rows what is shown
 * @param offered how many images there were
 */
record PictureTable(List<Row> rows, int offered) {
  /** Images that the page shows at most. */
  static final int ROWS = 24;

  /** Characters that pictures take in the page at most, but for the first image. */
  static final int CHARACTERS = 1_200_000;

  /** Pixels of a picture's longer side; a larger one is averaged. */
  static final int LONGEST = 320;

  static PictureTable of(List<PictureSection> sections) {
    List<Row> rows = new ArrayList<>();
    int used = 0;
    for (PictureSection section : sections.subList(0, Math.min(ROWS, sections.size()))) {
      Row row = row(section, rows.size());
      used += row.length();
      if (used > CHARACTERS && !rows.isEmpty()) {
        break;
      }
      rows.add(row);
    }
    return new PictureTable(List.copyOf(rows), sections.size());
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
    return Numbers.count(offered, "explained image");
  }

  private static Row row(PictureSection section, int place) {
    Picture original = section.original().within(LONGEST);
    List<Heat> heats = new ArrayList<>();
    for (PictureSection.Map map : section.maps()) {
      ColourScale scale = ColourScale.of(List.of(map.values()));
      HeatMap heatMap = HeatMap.of(original, map.values().within(LONGEST), scale, map.upsampling());
      heats.add(
          new Heat(
              "heat-" + place + "-" + heats.size(),
              map.title(),
              Embedded.exact(heatMap.map()),
              Legend.of(scale, map.unit())));
    }
    return new Row(
        "image-" + place,
        section.rowId(),
        section.target(),
        Numbers.rounded(section.score()),
        section.unit(),
        Embedded.photograph(original),
        List.copyOf(heats));
  }

  /** An image. */
  record Row(
      String id,
      String rowId,
      String target,
      String score,
      String unit,
      Embedded original,
      List<Heat> heats) {
    int length() {
      return original.length() + heats.stream().mapToInt(heat -> heat.map().length()).sum();
    }
  }

  /** The values of a method over an image. */
  record Heat(String heatId, String title, Embedded map, Legend legend) {}
}
