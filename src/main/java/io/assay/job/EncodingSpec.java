package io.assay.job;

import io.assay.attribution.Setting;
import java.util.List;
import java.util.Map;

/** How a categorical column becomes numbers: exactly one of the two. */
public record EncodingSpec(
    @Setting(
            meaning =
                "Categories in the model's order; each becomes a 0/1 input, and attributions come back summed on the column.",
            standard = "[]")
        List<String> oneHot,
    @Setting(meaning = "The number of each category.", standard = "{}")
        Map<String, Double> ordinal) {
  /** Copies the collections. */
  public EncodingSpec {
    oneHot = List.copyOf(oneHot);
    ordinal = Copies.of(ordinal);
  }
}
