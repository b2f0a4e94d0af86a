package io.assay.report;

import io.assay.report.picture.Picture;
import io.assay.report.picture.Upsampling;
import io.assay.report.picture.ValueMap;
import java.util.List;

/**
 * An explained image, with a map for every method.
 *
 * @param rowId the row
 * @param target the explained output
 * @param score the target's value
 * @param unit the unit of the score, such as {@code logit}; empty if there is none
 * @param original what the model saw
 * @param maps one a method
 */
public record PictureSection(
    String rowId, String target, float score, String unit, Picture original, List<Map> maps) {
  /** Copies the list. */
  public PictureSection {
    maps = List.copyOf(maps);
  }

  /**
   * The attributions of a method.
   *
   * @param method the method's key
   * @param title what people call the method
   * @param unit the unit of its values; empty if there is none
   * @param values one a pixel, summed over channels, or a coarser map
   * @param upsampling how a coarser map is spread over the image
   */
  public record Map(
      String method, String title, String unit, ValueMap values, Upsampling upsampling) {}
}
