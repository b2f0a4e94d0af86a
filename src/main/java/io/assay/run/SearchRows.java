package io.assay.run;

import io.assay.aggregate.InputRow;
import io.assay.aggregate.InputSample;
import io.assay.job.RunPlan;
import io.assay.run.CountedRows.Segment;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rows that are kept with the attributions of a method, for one target, and the slices in which
 * they lie: what slices are searched in. An {@link InputSample} whose rows have attributions for
 * inputs and slices for labels.
 */
public final class SearchRows {
  private final int rows;
  private final long greatestKey;
  private final Map<StateKey, InputSample> samples = new HashMap<>();

  SearchRows(RunPlan plan) {
    rows = plan.spec().differences().search().map(search -> search.rows()).orElse(0);
    greatestKey = SampleForm.greatestKey(rows, plan.rows());
  }

  /** Returns whether no rows are kept. */
  boolean isEmpty() {
    return rows == 0;
  }

  /** Returns the rows of a key, of so many features. */
  InputSample sample(StateKey key, int features) {
    return samples.computeIfAbsent(key, absent -> InputSample.empty(Math.max(1, rows), features));
  }

  /** Returns all rows, by key. */
  SortedMap<StateKey, InputSample> samples() {
    return new TreeMap<>(samples);
  }

  /**
   * Adds rows of a batch.
   *
   * @param features attributions by row and slot
   */
  void add(StateKey key, Segment segment, CountedRows counted, long[] keys, float... features) {
    int width = features.length / (counted.rows().rows() * counted.slots());
    InputSample sample = sample(key, width);
    for (int position : segment.positions()) {
      int row = position / counted.slots();
      if (keys[row] <= greatestKey && sample.admits(keys[row])) {
        int from = position * width;
        sample.add(
            new InputRow(
                keys[row],
                counted.rows().batch().rowIds().id(row),
                joined(counted.rows().slices().at(row)),
                -1,
                Tensor.of(Arrays.copyOfRange(features, from, from + width), 1, width)));
      }
    }
  }

  /** Names may hold any character, and so each stands behind its length. */
  private static String joined(List<String> slices) {
    StringBuilder text = new StringBuilder();
    slices.forEach(slice -> text.append(slice.length()).append(':').append(slice));
    return text.toString();
  }

  /** Returns the slices in which a kept row lies. */
  public static List<String> slicesOf(InputRow row) {
    List<String> slices = new ArrayList<>();
    String text = row.label();
    int at = 0;
    while (at < text.length()) {
      int colon = text.indexOf(':', at);
      int end = colon + 1 + Integer.parseInt(text.substring(at, colon));
      slices.add(text.substring(colon + 1, end));
      at = end;
    }
    return slices;
  }
}
