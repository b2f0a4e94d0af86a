package io.assay.table.image;

import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import org.jspecify.annotations.Nullable;

/**
 * The first warning of a reader that says that pixels were made up, as libjpeg does for a file that
 * ends early. Warnings about notes and profiles, and about bytes too many, are none of these.
 */
final class LostPixels implements IIOReadWarningListener {
  private @Nullable String first;

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    boolean isLoss =
        text.contains("premature")
            || text.contains("truncated")
            || (text.contains("corrupt") && !text.contains("extraneous"));
    if (isLoss && first == null) {
      first = warning;
    }
  }

  boolean any() {
    return first != null;
  }

  String first() {
    return first == null ? "" : first;
  }
}
