package io.assay.spark.history;

import io.assay.aggregate.Importance;
import io.assay.aggregate.compare.CommonRows;
import io.assay.aggregate.compare.Comparison;
import io.assay.spark.history.Selection.Part;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the rows that two runs have in common, by their ids. The values of the earlier run's rows
 * are held while those of the later pass by; of tables with more values than {@link #MOST_HELD}, of
 * some rows alone, chosen by a hash of their ids.
 */
final class RowPairing {
  /** Values of the earlier run that are held: 80 MB. */
  private static final long MOST_HELD = 20_000_000;

  /** Values of a table that are read unless somebody asks for it: some minutes. */
  static final long MOST_READ = 300_000_000;

  private final FinishedRun before;
  private final FinishedRun after;
  private final PairedBy by;
  private final double confidence;

  RowPairing(FinishedRun before, FinishedRun after, PairedBy by, double confidence) {
    this.before = before;
    this.after = after;
    this.by = by;
    this.confidence = confidence;
  }

  /**
   * The features of a part that both runs have.
   *
   * @param part what is compared
   * @param features the features in both, by name
   * @param before their importance in the earlier run
   * @param after their importance in the later run
   * @param allBefore all features of the earlier run
   * @param allAfter all features of the later run
   */
  record Matched(
      Part part,
      List<String> features,
      List<Importance> before,
      List<Importance> after,
      List<String> allBefore,
      List<String> allAfter) {}

  /**
   * How a part is compared.
   *
   * @param comparison the arithmetic
   * @param commonRows rows in both runs; -1 if unknown
   * @param words what the intervals take for granted, and why
   */
  record Way(Comparison comparison, long commonRows, String words) {}

  /** Decides how a part is compared, and measures what that needs. */
  Way of(Matched matched) {
    return switch (by) {
      case NONE ->
          new Way(
              Comparison.ofDistinctRows(confidence),
              -1,
              "as told, the runs' rows are taken as two independent samples; if they are not, the"
                  + " intervals are wrong");
      case UNKNOWN -> unknown("as told, nothing is taken for granted about common rows");
      case AUTO, IDS -> measured(matched);
    };
  }

  private Way unknown(String why) {
    return new Way(
        Comparison.ofUnknownRows(confidence),
        -1,
        why + "; standard errors are added, which is enough whatever the runs share, and wide");
  }

  private Way measured(Matched matched) {
    if (!matched.part().isOfAllRows()) {
      return unknown("which rows belong to a slice is not stored");
    }
    for (FinishedRun run : List.of(before, after)) {
      if (run.manifest().earlier() != null) {
        return unknown(run.id() + " went on from an earlier run, whose rows lie elsewhere");
      }
    }
    Optional<StoredAttributions> old =
        StoredAttributions.open(before, matched.part(), matched.allBefore());
    Optional<StoredAttributions> now =
        StoredAttributions.open(after, matched.part(), matched.allAfter());
    if (old.isEmpty() || now.isEmpty()) {
      return unknown(
          "the attributions of "
              + (old.isEmpty() ? before : after).id()
              + " are gone, or are not one a feature (pixels, tokens)");
    }
    long cells = Math.max(old.get().cells(), now.get().cells());
    if (by == PairedBy.AUTO && cells > MOST_READ) {
      return unknown(
          "pairing rows would read " + Words.count(cells) + " values, which --pair ids does");
    }
    return measured(matched, old.get(), now.get());
  }

  private Way measured(Matched matched, StoredAttributions old, StoredAttributions now) {
    double lookedAt = Math.min(1, (double) MOST_HELD / Math.max(1, old.cells()));
    Map<Long, float[]> held = new HashMap<>();
    long limit = lookedAt == 1 ? Long.MAX_VALUE : (long) ((2 * lookedAt - 1) * Long.MAX_VALUE);
    old.forEach(
        (key, values) -> {
          if (key <= limit) {
            held.put(key, values.clone());
          }
        });
    CommonRows common = new CommonRows(matched.before(), matched.after(), lookedAt);
    int[] inBefore = places(matched.features(), matched.allBefore());
    int[] inAfter = places(matched.features(), matched.allAfter());
    now.forEach(
        (key, values) -> {
          float[] first = held.get(key);
          if (first != null) {
            common.add(some(first, inBefore), some(values, inAfter), sum(first), sum(values));
          }
        });
    return way(matched, common, lookedAt);
  }

  private Way way(Matched matched, CommonRows common, double lookedAt) {
    long rowsBefore = matched.before().get(0).rows();
    long rowsAfter = matched.after().get(0).rows();
    long found = Math.min(Math.round(common.estimatedRows()), Math.min(rowsBefore, rowsAfter));
    if (common.rows() == 0 && lookedAt == 1) {
      return new Way(
          Comparison.ofDistinctRows(confidence),
          0,
          "no row is in both runs: two independent samples, if they were drawn independently");
    }
    Comparison comparison = Comparison.ofCommonRows(confidence, common);
    if (comparison.rows() == Comparison.Rows.UNKNOWN) {
      return unknown("only " + common.rows() + " rows are in both runs");
    }
    String some =
        lookedAt == 1
            ? ""
            : ", measured on " + Words.count(common.rows()) + " of them by their ids";
    String all =
        found == rowsBefore && found == rowsAfter
            ? "the runs explained the same rows"
            : Words.count(found) + " rows are in both runs";
    return new Way(
        comparison,
        found,
        all
            + some
            + ": what they share is taken off row by row"
            + (found == rowsBefore && found == rowsAfter ? "" : "; other rows are independent"));
  }

  private static int[] places(List<String> some, List<String> all) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      places.put(all.get(i), i);
    }
    return some.stream().mapToInt(name -> places.getOrDefault(name, -1)).toArray();
  }

  private static float[] some(float[] values, int[] places) {
    float[] some = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      some[i] = values[places[i]];
    }
    return some;
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += Math.abs(value);
    }
    return sum;
  }
}
