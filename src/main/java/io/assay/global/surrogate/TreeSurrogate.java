package io.assay.global.surrogate;

import io.assay.attribution.Setting;
import io.assay.global.GlobalInfo;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalResult;
import io.assay.global.GlobalShape;
import io.assay.global.InputColumn;
import io.assay.global.Ranges;
import io.assay.global.RowScores;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A small tree of questions that imitates the model's score, and how well it does on rows that it
 * has not seen.
 *
 * <p>The tree grows best first: of all leaves the one is split whose question lowers the variance
 * of the score most, over all training rows. A node of fewer rows than {@code queries} is filled up
 * with composed ones, about which the model is asked, before its question is chosen; predictions,
 * shares and what a question explains are of the rows alone.
 *
 * <p>Source: Craven and Shavlik (1996), Extracting Tree-Structured Representations of Trained
 * Networks, NIPS 8 (TREPAN). We depart from it: the tree imitates the score, where TREPAN imitates
 * the class; questions are about one value, not m of n; a query takes each feature group from one
 * of two rows of the node, where TREPAN draws each feature by itself, so that half of what goes
 * together stays together; queries of a node together count at most as much as its rows; thresholds
 * are round numbers.
 *
 * <p>Cost: 1 forward call a row and up to {@code queries} a node, of which there are 2 leaves - 1.
 *
 * <p>Guarantees: the same for the same rows; a tree of so few leaves predicts exactly. {@code
 * held-out R2} and its interval are of rows that took no part; so is the score of each column, the
 * share of the variance that questions about it explain. They add up to R2 but for the distance of
 * the root's prediction from the mean.
 */
public final class TreeSurrogate implements GlobalMethod {
  private static final int MOST_VALUES = 10_000;

  /**
   * How large a tree grows.
   *
   * @param leaves at most, 2 to 256
   * @param minRows training rows of a leaf, 1 to 1,000,000
   * @param queries rows that a node is filled up to, 0 to 1,000,000
   * @param heldOut share of the rows that it is tried on, 0.05 to 0.9
   * @param rows of the input at most, 20 to 1,000,000
   */
  public record Options(
      @Setting(
              meaning = "Leaves at most; fewer where questions explain under 0.1 % each.",
              standard = "12",
              allowed = "2 to 256",
              unit = "leaves")
          int leaves,
      @Setting(
              meaning = "Training rows of a leaf at least.",
              standard = "10",
              allowed = "1 to 1000000",
              unit = "rows")
          int minRows,
      @Setting(
              meaning =
                  "Rows by which a node's question is chosen; where it has fewer, the model is"
                      + " asked about rows composed of them. 0: none.",
              standard = "1000",
              allowed = "0 to 1000000",
              unit = "rows")
          int queries,
      @Setting(
              meaning = "Share of the rows that the tree does not see and is tried on.",
              standard = "0.3",
              allowed = "0.05 to 0.9",
              unit = "share")
          double heldOut,
      @Setting(
              meaning = "Rows at most, drawn by their ids; all if there are no more.",
              standard = "2000",
              allowed = "20 to 1000000",
              unit = "rows")
          int rows) {
    /** Checks the ranges. */
    public Options {
      Ranges.check(KEY, "leaves", leaves, 2, 256);
      Ranges.check(KEY, "min-rows", minRows, 1, 1_000_000);
      Ranges.check(KEY, "queries", queries, 0, 1_000_000);
      Ranges.check(KEY, "held-out", heldOut, 0.05, 0.9);
      Ranges.check(KEY, "rows", rows, 20, 1_000_000);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(12, 10, 1000, 0.3, 2000);
    }
  }

  private static final String KEY = "tree-surrogate";

  /** What the method is. */
  public static final GlobalInfo INFO =
      new GlobalInfo(
          KEY,
          "Tree surrogate",
          "A small tree that imitates the model's score, with how well it does on rows held out.",
          GlobalInfo.Labels.UNUSED,
          "rows + queries x 2 x leaves",
          "Craven, Shavlik (1996), Extracting Tree-Structured Representations of Trained Networks,"
              + " NIPS 8");

  private final Options options;

  /** Creates the method. */
  public TreeSurrogate(Options options) {
    this.options = options;
  }

  @Override
  public GlobalInfo info() {
    return INFO;
  }

  @Override
  public int rows() {
    return options.rows();
  }

  @Override
  public long calls(GlobalShape shape) {
    Imitation.check(KEY, shape, MOST_VALUES);
    long nodes = 2L * options.leaves() - 1;
    return shape.rows() + Math.multiplyExact(shape.slots() * nodes, options.queries());
  }

  @Override
  public GlobalResult ask(BlackBox model, GlobalRequest request) {
    List<Lesson> lessons = Lesson.of(model, request, options.heldOut());
    Questions questions = new Questions(request.columns());
    List<GlobalRecord> records = new ArrayList<>();
    Map<String, String> artifacts = new LinkedHashMap<>();
    long calls = request.rows();
    for (Lesson lesson : lessons) {
      if (lesson.training().rows() > 0) {
        GrownTree grown = grow(model, request, lesson, share(request, lessons.size()));
        calls += grown.queries();
        records.addAll(Imitation.records(lesson.target(), grown.fidelity()));
        records.addAll(columns(grown, lesson, request));
        String name = "surrogate-" + FileNames.of(lesson.target());
        artifacts.put(name + ".txt", TreeText.of(grown, questions));
        artifacts.put(name + ".json", TreeJson.of(grown, questions));
      }
    }
    return new GlobalResult(records, calls, artifacts);
  }

  /** Returns the queries of a node: trees of different rows' outputs share those of one. */
  private int share(GlobalRequest request, int trees) {
    return options.queries() / Math.max(1, trees / request.slots());
  }

  private GrownTree grow(BlackBox model, GlobalRequest request, Lesson lesson, int queries) {
    Teacher teacher = new Teacher(model, lesson.output());
    TreeGrowth growth =
        new TreeGrowth(
            new TreeGrowth.Size(options.leaves(), options.minRows(), queries),
            request.groups(),
            rows -> teacher.ask(rows).finite(),
            request.seed());
    SurrogateTree tree = growth.grow(lesson.training());
    Unit unit = model.signature().unit();
    List<Double> byLeaves = new ArrayList<>();
    for (int leaves = 1; leaves <= tree.leaves(); leaves++) {
      byLeaves.add(fidelity(tree, lesson, leaves, unit, request).r2().value());
    }
    return new GrownTree(
        lesson.target(),
        unit.name().toLowerCase(Locale.ROOT),
        unit != Unit.RAW,
        tree,
        lesson.training().rows(),
        growth.calls(),
        fidelity(tree, lesson, tree.leaves(), unit, request),
        byLeaves);
  }

  private static Fidelity fidelity(
      SurrogateTree tree, Lesson lesson, int leaves, Unit unit, GlobalRequest request) {
    Answered rows = lesson.heldOut();
    double[] agrees = new double[unit == Unit.RAW ? 0 : rows.rows()];
    for (int row = 0; row < agrees.length; row++) {
      boolean wins = tree.leaf(rows, row, leaves).wins() > 0.5;
      agrees[row] = wins == rows.wins().at(row) > 0.5 ? 1 : 0;
    }
    return Fidelity.of(
        Imitation.scores(rows), tree.predictions(rows, leaves), agrees, request.confidence());
  }

  /** Returns the share of the held-out rows' variance that questions about each column explain. */
  private static List<GlobalRecord> columns(GrownTree grown, Lesson lesson, GlobalRequest request) {
    List<InputColumn> columns = request.columns();
    Answered rows = lesson.heldOut();
    double[] explained = Explained.byColumn(grown.tree(), rows, columns);
    if (Arrays.stream(explained).anyMatch(Double::isNaN)) {
      return List.of();
    }
    List<String> names = columns.stream().map(InputColumn::name).toList();
    return new RowScores(explained, rows.rows(), request.confidence())
        .records(lesson.target(), names).stream().map(each -> each.labelled("explained")).toList();
  }
}
