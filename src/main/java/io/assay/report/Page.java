package io.assay.report;

import io.assay.report.DistributionSection.Quantity;
import io.assay.report.plain.PlainTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the template fills in. Names are the template's; text is raw and escaped there, but for
 * {@code json}, {@code style} and {@code scripts}, which are safe as they are.
 */
record Page(
    Summary summary,
    List<Finding> findings,
    List<ImportanceTable> importance,
    int sectionsOmitted,
    List<ImportanceTable> slices,
    int slicesOmitted,
    PictureTable pictures,
    TokenTable texts,
    List<MapTable> maps,
    int mapsOmitted,
    List<DistributionTable> scores,
    List<DistributionTable> gaps,
    RejectTable rejects,
    Cost cost,
    Provenance provenance,
    boolean hasSwarm,
    PartNumbers parts,
    PlainTables plain,
    String json,
    String style,
    List<String> scripts) {
  /** Sections of all rows that the page has room for: pairs of method and target. */
  static final int SECTIONS = 24;

  /** Sections by slice that the page has room for; the table of the run holds them all. */
  static final int SLICE_SECTIONS = 36;

  /** Rows with every digit that the page has room for, over all sections. */
  static final int EXACT_ROWS = 400;

  /** Lays out the contents. */
  static Page of(ReportContents contents) {
    List<ImportanceSection> all = inSlice(contents, true);
    List<ImportanceSection> whole = all.subList(0, Math.min(SECTIONS, all.size()));
    List<ImportanceSection> sliced =
        inSlice(contents, false).stream().filter(section -> hasPair(whole, section)).toList();
    List<ImportanceSection> shown = sliced.subList(0, Math.min(SLICE_SECTIONS, sliced.size()));
    Manifest manifest = contents.manifest();
    ChartNumbers numbers = ChartNumbers.of(contents, whole, shown);
    return new Page(
        Summary.of(contents, all),
        Finding.all(contents),
        whole.stream()
            .map(section -> ImportanceTable.of(section, EXACT_ROWS / whole.size()))
            .toList(),
        all.size() - whole.size(),
        shown.stream().map(section -> ImportanceTable.of(section, 0)).toList(),
        sliced.size() - shown.size(),
        PictureTable.of(contents.pictures()),
        TokenTable.of(contents.texts()),
        MapTable.of(contents.maps()),
        Math.max(0, contents.maps().size() - MapTable.MAPS),
        firstOfEachTarget(tables(contents, Quantity.SCORE)),
        tables(contents, Quantity.COMPLETENESS_GAP),
        RejectTable.of(contents.rejects(), manifest.counts()),
        Cost.of(manifest, titles(contents)),
        Provenance.of(manifest),
        !contents.samples().isEmpty(),
        numbers.parts(),
        PlainTables.of(contents),
        numbers.toJson(),
        HtmlReport.text("report.css") + Styles.ofPictures(contents),
        Scripts.all());
  }

  /** Returns what people call each method, by key, those of global methods too. */
  static Map<String, String> titles(ReportContents contents) {
    Map<String, String> titles = new HashMap<>();
    contents.parts().globals().forEach(line -> titles.put(line.method(), line.title()));
    contents.importance().forEach(section -> titles.put(section.method(), section.title()));
    return titles;
  }

  boolean hasImportance() {
    return !importance.isEmpty();
  }

  boolean hasSectionsOmitted() {
    return sectionsOmitted > 0;
  }

  boolean hasInteractions() {
    return importance.stream().anyMatch(ImportanceTable::hasPairs);
  }

  /** The titles of the methods that value pairs of features. */
  String pairMethods() {
    return Summary.joined(
        importance.stream()
            .filter(ImportanceTable::hasPairs)
            .map(ImportanceTable::title)
            .distinct()
            .toList());
  }

  boolean hasSlices() {
    return !slices.isEmpty();
  }

  boolean hasSlicesOmitted() {
    return slicesOmitted > 0;
  }

  boolean hasMaps() {
    return !maps.isEmpty();
  }

  boolean hasMapsOmitted() {
    return mapsOmitted > 0;
  }

  boolean hasScores() {
    return !scores.isEmpty();
  }

  boolean hasGaps() {
    return !gaps.isEmpty();
  }

  /** The sections, in the order of the page. */
  List<Option> sections() {
    Map<Option, Boolean> sections = new LinkedHashMap<>();
    sections.put(new Option("importance", "Importance"), true);
    sections.put(new Option("powered", "Powered importance"), parts.hasPowered());
    sections.put(new Option("interactions", "Interactions"), hasInteractions());
    sections.put(new Option("images", "Images"), !pictures.isEmpty());
    sections.put(new Option("maps", "Mean maps"), !maps.isEmpty());
    sections.put(new Option("texts", "Texts"), !texts.isEmpty());
    sections.put(new Option("rows", "Single rows"), true);
    sections.put(new Option("effects", "Effects"), parts.hasCurves());
    sections.put(new Option("joint", "Effects of pairs"), parts.hasMaps());
    sections.put(new Option("measures", "Global measures"), parts.hasScores());
    sections.put(new Option("surrogate", "Surrogate tree"), parts.hasTrees());
    sections.put(new Option("selection", "Feature selection"), parts.hasSelection());
    sections.put(new Option("scores", "Scores"), true);
    sections.put(new Option("completeness", "Completeness"), true);
    sections.put(new Option("slices", "Slices"), true);
    sections.put(new Option("differences", "Differences"), parts.hasDifferences());
    sections.put(new Option("rejects", "Rejects"), true);
    sections.put(new Option("cost", "Cost"), true);
    sections.put(new Option("provenance", "Provenance"), true);
    sections.values().removeIf(isThere -> !isThere);
    return List.copyOf(sections.keySet());
  }

  /** The columns of the tables with every digit. */
  List<String> exactNames() {
    return ImportanceTable.Exact.NAMES;
  }

  /** The choices of method, target and slice, for those that have more than one. */
  List<Choice> choices() {
    List<Choice> choices = new ArrayList<>();
    choices.add(new Choice("method", "Method", methods()));
    choices.add(new Choice("target", "Target", names(importance, ImportanceTable::target)));
    choices.add(new Choice("slice", "Rows", sliceNames()));
    return choices.stream().filter(choice -> choice.options().size() > 1).toList();
  }

  boolean hasChoices() {
    return !choices().isEmpty();
  }

  private List<Option> methods() {
    Set<Option> options = new LinkedHashSet<>();
    importance.forEach(table -> options.add(new Option(table.method(), table.title())));
    return List.copyOf(options);
  }

  private List<Option> sliceNames() {
    List<ImportanceTable> all = new ArrayList<>(importance);
    all.addAll(slices);
    return names(all, ImportanceTable::slice);
  }

  private static List<Option> names(
      List<ImportanceTable> tables, Function<ImportanceTable, String> name) {
    return tables.stream().map(name).distinct().map(text -> new Option(text, text)).toList();
  }

  private static List<ImportanceSection> inSlice(ReportContents contents, boolean wanted) {
    return contents.importance().stream()
        .filter(section -> section.slice().equals(ImportanceSection.ALL_ROWS) == wanted)
        .toList();
  }

  private static boolean hasPair(List<ImportanceSection> sections, ImportanceSection wanted) {
    return sections.stream()
        .anyMatch(
            section ->
                section.method().equals(wanted.method())
                    && section.target().equals(wanted.target()));
  }

  private static List<DistributionTable> tables(ReportContents contents, Quantity quantity) {
    return contents.distributions().stream()
        .filter(section -> section.quantity() == quantity)
        .map(section -> DistributionTable.of(section, contents.manifest()))
        .toList();
  }

  /** A score does not depend on the method: one table a target is enough. */
  private static List<DistributionTable> firstOfEachTarget(List<DistributionTable> tables) {
    Set<String> seen = new HashSet<>();
    return tables.stream().filter(table -> seen.add(table.target())).toList();
  }

  /** A drop-down list. */
  record Choice(String key, String label, List<Option> options) {}

  /** A value and what people read in its place. */
  record Option(String value, String label) {}
}
