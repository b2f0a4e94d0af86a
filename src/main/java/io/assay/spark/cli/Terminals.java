package io.assay.spark.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The terminal that a person looks at. */
final class Terminals {
  /** Where nobody tells. */
  private static final int USUAL_COLUMNS = 80;

  private Terminals() {}

  /** Returns how wide it is: as COLUMNS says, or else the terminal itself. */
  static int columns() {
    return columns(System.getenv("COLUMNS"));
  }

  /** Returns how wide a terminal is of which the environment says so. */
  static int columns(@Nullable String said) {
    if (said != null && said.matches("[1-9][0-9]{0,4}")) {
      return Integer.parseInt(said);
    }
    int asked = new UsageMessageSpec().autoWidth(true).width();
    return asked > 0 ? asked : USUAL_COLUMNS;
  }
}
