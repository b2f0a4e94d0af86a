package io.assay.report;

import io.assay.report.picture.ValueMap;

/**
 * Where in the image attribution lies on average, for one method and one target.
 *
 * @param method the method's key
 * @param title what people call the method
 * @param target the explained output, such as a class
 * @param unit the unit of the values, such as {@code logit}; empty if there is none
 * @param statistic what is averaged, such as {@code mean |attribution|}
 * @param rows how many images are averaged
 * @param values one a cell of the image
 */
public record MapSection(
    String method,
    String title,
    String target,
    String unit,
    String statistic,
    long rows,
    ValueMap values) {}
