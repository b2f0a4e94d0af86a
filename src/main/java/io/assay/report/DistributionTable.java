package io.assay.report;

import io.assay.report.Manifest.Completeness;
import io.assay.report.Manifest.MethodRun;
import io.assay.report.number.Numbers;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A distribution as the page shows it.
 *
 * @param section what is shown
 * @param completeness of a gap, what the run says about it; null if nothing
 */
record DistributionTable(DistributionSection section, @Nullable Completeness completeness) {
  static DistributionTable of(DistributionSection section, Manifest manifest) {
    Completeness found =
        manifest.methods().stream()
            .filter(run -> run.key().equals(section.method()))
            .map(MethodRun::completeness)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return new DistributionTable(section, found);
  }

  String method() {
    return section.method();
  }

  String target() {
    return section.target();
  }

  String unit() {
    return section.unit();
  }

  /** The quantiles, one column each. */
  List<Quantile> quantiles() {
    return section.quantiles().stream()
        .map(quantile -> new Quantile(name(quantile.share()), Numbers.rounded(quantile.value())))
        .toList();
  }

  boolean hasUnit() {
    return !unit().isEmpty();
  }

  boolean hasTolerance() {
    return completeness != null;
  }

  String tolerance() {
    return completeness == null ? Numbers.NONE : Numbers.rounded(completeness.tolerance());
  }

  String rowsOver() {
    return completeness == null ? Numbers.NONE : Numbers.count(completeness.rowsOver(), "row");
  }

  private static String name(double share) {
    if (share <= 0) {
      return "least";
    }
    if (share >= 1) {
      return "greatest";
    }
    return share == 0.5 ? "median" : Numbers.confidence(share);
  }

  /** A quantile as text. */
  record Quantile(String name, String value) {}
}
