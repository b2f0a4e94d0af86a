package io.assay.report;

import io.assay.report.number.Numbers;
import io.assay.report.picture.ColourScale;
import io.assay.report.picture.HeatMap;
import io.assay.report.picture.Picture;
import io.assay.report.picture.ValueMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The mean maps of a method, on one scale, so that targets can be compared.
 *
 * @param title what people call the method
 * @param statistic what is averaged
 * @param legend the scale
 * @param maps one a target
 */
record MapTable(String title, String statistic, Legend legend, List<Mean> maps) {
  /** Maps that the page shows at most, over all methods. */
  static final int MAPS = 60;

  /** Values of a map's longer side; a larger one is averaged. */
  static final int LONGEST = 112;

  static List<MapTable> of(List<MapSection> sections) {
    Map<String, List<MapSection>> byMethod = new LinkedHashMap<>();
    for (MapSection section : sections.subList(0, Math.min(MAPS, sections.size()))) {
      String key = section.method() + "\n" + section.statistic();
      byMethod.computeIfAbsent(key, missing -> new ArrayList<>()).add(section);
    }
    return byMethod.values().stream().map(MapTable::ofMethod).toList();
  }

  private static MapTable ofMethod(List<MapSection> sections) {
    MapSection first = sections.get(0);
    ColourScale scale = ColourScale.of(sections.stream().map(MapSection::values).toList());
    return new MapTable(
        first.title(),
        first.statistic(),
        Legend.of(scale, first.unit()),
        sections.stream().map(section -> mean(section, scale)).toList());
  }

  private static Mean mean(MapSection section, ColourScale scale) {
    ValueMap values = section.values().within(LONGEST);
    Picture blank =
        Picture.of(new float[values.height() * values.width()], 1, values.height(), values.width());
    return new Mean(
        section.target(),
        Numbers.count(section.rows(), "image"),
        Embedded.exact(new HeatMap(blank, values, scale).map()));
  }

  /** The mean map of a target. */
  record Mean(String target, String rows, Embedded map) {}
}
