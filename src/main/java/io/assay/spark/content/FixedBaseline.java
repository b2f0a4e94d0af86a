package io.assay.spark.content;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.BaselineSpec;
import io.assay.table.InputLayout;
import io.assay.table.TextColumn;
import io.assay.table.image.ImageForm;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The values of a baseline that needs no reference set. */
public final class FixedBaseline {
  /** Halfway between the levels of black, 0, and white, 255. */
  private static final double MIDDLE = 127.5;

  private static final List<String> MASK_TOKENS = List.of("[MASK]", "<mask>");

  private FixedBaseline() {}

  /**
   * Returns the values of one row. Where each row has a baseline of its own, zeros stand in until
   * the rows are there.
   *
   * @throws AssayException SPEC_INVALID if the baseline is a token that the vocabulary has not
   */
  public static float[] values(BaselineSpec spec, InputLayout layout) {
    float[] values = new float[layout.width()];
    TextColumn text = layout.text();
    switch (spec.kind()) {
      case CONSTANT -> {
        int each = values.length / spec.values().size(); // positions of a channel, or of all
        for (int i = 0; i < values.length; i++) {
          values[i] = spec.values().get(i / each).floatValue();
        }
      }
      case GREY -> grey(values, Objects.requireNonNull(layout.image()).form());
      case MASK_TOKEN -> Arrays.fill(values, maskToken(spec, Objects.requireNonNull(text)));
      default -> {
        if (text != null) {
          Arrays.fill(values, text.padding());
        }
      }
    }
    return values;
  }

  private static void grey(float[] values, ImageForm form) {
    int plane = form.height() * form.width();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) form.valueOf(MIDDLE, i / plane);
    }
  }

  private static int maskToken(BaselineSpec spec, TextColumn text) {
    List<String> tokens = spec.token().map(List::of).orElse(MASK_TOKENS);
    for (String token : tokens) {
      int id = text.words().indexOf(token);
      if (id >= 0) {
        return id;
      }
    }
    throw new AssayException(
        ErrorCode.SPEC_INVALID,
        "baseline.kind is mask-token, but the vocabulary of input.text has no %s; name its token by"
            + " baseline.token, or give an id: {kind: constant, values: [id]}",
        String.join(" and no ", tokens));
  }
}
