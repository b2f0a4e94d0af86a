package io.assay.report;

import io.assay.report.picture.Picture;
import io.assay.report.picture.Upsampling;
import io.assay.report.picture.ValueMap;
import java.util.List;

/** Small images, maps and texts in which every text is the same name. */
final class Shown {
  private Shown() {}

  static PictureSection image(String name) {
    ValueMap values = ValueMap.of(1, 2, -1, 1);
    return new PictureSection(
        name,
        name,
        1,
        name,
        Picture.of(new float[] {0, 1}, 1, 1, 2),
        List.of(new PictureSection.Map(name, name, name, values, Upsampling.BLOCKS)));
  }

  static MapSection mean(String name) {
    return new MapSection(name, name, name, name, name, 3, ValueMap.of(1, 2, 0, 1));
  }

  static TokenSection text(String name) {
    List<TokenSection.Line> lines =
        List.of(new TokenSection.Line(name, name, name, List.of(1f, -2f)));
    return new TokenSection(name, name, 1, name, List.of(name, "a"), lines);
  }
}
