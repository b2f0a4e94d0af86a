package io.assay.report;

import java.util.List;

/**
 * Everything that a report shows.
 *
 * @param manifest provenance, counts and cost
 * @param importance one section a (method, target, slice); the first is what the report opens with
 * @param samples one section a (method, target); may be empty
 * @param distributions of scores and completeness gaps; may be empty
 * @param rejects what could not be explained
 */
public record ReportContents(
    Manifest manifest,
    List<ImportanceSection> importance,
    List<SampleSection> samples,
    List<DistributionSection> distributions,
    RejectSummary rejects) {
  /** Copies the lists. */
  public ReportContents {
    importance = List.copyOf(importance);
    samples = List.copyOf(samples);
    distributions = List.copyOf(distributions);
  }
}
