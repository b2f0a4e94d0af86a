package io.assay.house;

import io.assay.attribution.MethodInfo;
import io.assay.attribution.catalog.MethodCatalog;
import io.assay.attribution.catalog.MethodEntry;
import io.assay.global.GlobalInfo;
import io.assay.global.catalog.GlobalCatalog;
import io.assay.global.catalog.GlobalEntry;
import java.util.Locale;

/** The catalogue as the table in the README. */
final class MethodTable {
  private MethodTable() {}

  static String markdown() {
    StringBuilder table = new StringBuilder();
    row(
        table,
        "method",
        "what it computes",
        "needs",
        "adds up",
        "sampled",
        "cost of a row",
        "source");
    row(table, "---", "---", "---", "---", "---", "---", "---");
    for (MethodEntry<?> entry : MethodCatalog.entries()) {
      MethodInfo<?> info = entry.info();
      row(
          table,
          names(entry),
          info.summary(),
          needs(info),
          info.completeness().name().toLowerCase(Locale.ROOT),
          info.isSampled() ? "yes" : "no",
          info.cost(),
          info.source());
    }
    return table.toString();
  }

  /** The catalogue of global methods. */
  static String globalMarkdown() {
    StringBuilder table = new StringBuilder();
    row(table, "global method", "what it says", "labels", "forward calls in all", "source");
    row(table, "---", "---", "---", "---", "---");
    for (GlobalEntry<?> entry : GlobalCatalog.entries()) {
      GlobalInfo info = entry.info();
      String key = "`" + info.key() + "`";
      String names =
          entry.aliases().isEmpty()
              ? key
              : key + ", also `" + String.join("`, `", entry.aliases()) + "`";
      String labels = info.labels().name().toLowerCase(Locale.ROOT);
      row(table, names, info.summary(), labels, info.cost(), info.source());
    }
    return table.toString();
  }

  private static String names(MethodEntry<?> entry) {
    String key = "`" + entry.info().key() + "`";
    return entry.aliases().isEmpty()
        ? key
        : key + ", also `" + String.join("`, `", entry.aliases()) + "`";
  }

  private static String needs(MethodInfo<?> info) {
    String ability = info.ability().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    String model = ability.toLowerCase(Locale.ROOT);
    return info.usesBaseline() ? model + ", baseline" : model;
  }

  private static void row(StringBuilder table, String... cells) {
    table.append('|');
    for (String cell : cells) {
      table.append(' ').append(cell.replace("|", "\\|").replace('\n', ' ')).append(" |");
    }
    table.append('\n');
  }
}
