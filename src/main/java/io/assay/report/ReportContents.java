package io.assay.report;

import io.assay.report.part.Parts;
import java.util.List;

/**
 * Everything that a report shows.
 *
 * @param manifest provenance, counts and cost
 * @param importance one section a (method, target, slice); the first is what the report opens with
 * @param samples one section a (method, target); may be empty
 * @param distributions of scores and completeness gaps; may be empty
 * @param rejects what could not be explained
 * @param pictures explained images, the first ones are shown; empty unless inputs are images
 * @param texts explained texts, the first ones are shown; empty unless inputs are texts
 * @param maps mean maps of images by method and target; empty unless inputs are images
 * @param parts what only some runs have
 */
public record ReportContents(
    Manifest manifest,
    List<ImportanceSection> importance,
    List<SampleSection> samples,
    List<DistributionSection> distributions,
    RejectSummary rejects,
    List<PictureSection> pictures,
    List<TokenSection> texts,
    List<MapSection> maps,
    Parts parts) {
  /** Copies the lists. */
  public ReportContents {
    importance = List.copyOf(importance);
    samples = List.copyOf(samples);
    distributions = List.copyOf(distributions);
    pictures = List.copyOf(pictures);
    texts = List.copyOf(texts);
    maps = List.copyOf(maps);
  }

  /** The contents of a run whose inputs are neither images nor texts. */
  public ReportContents(
      Manifest manifest,
      List<ImportanceSection> importance,
      List<SampleSection> samples,
      List<DistributionSection> distributions,
      RejectSummary rejects) {
    this(
        manifest,
        importance,
        samples,
        distributions,
        rejects,
        List.of(),
        List.of(),
        List.of(),
        Parts.none());
  }

  /** Returns these contents with explained images and their mean maps. */
  public ReportContents withImages(List<PictureSection> images, List<MapSection> means) {
    return new ReportContents(
        manifest, importance, samples, distributions, rejects, images, texts, means, parts);
  }

  /** Returns these contents with explained texts. */
  public ReportContents withTexts(List<TokenSection> explained) {
    return new ReportContents(
        manifest, importance, samples, distributions, rejects, pictures, explained, maps, parts);
  }

  /** Returns these contents with what only some runs have. */
  public ReportContents with(Parts more) {
    return new ReportContents(
        manifest, importance, samples, distributions, rejects, pictures, texts, maps, more);
  }
}
