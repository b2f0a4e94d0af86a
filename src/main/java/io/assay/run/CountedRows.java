package io.assay.run;

import io.assay.aggregate.RowSample;
import io.assay.tensor.Coded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a batch by what they are counted under: by target and by slice. Found once a batch,
 * for all methods; a row and slot is named by its position, row * slots + slot.
 */
final class CountedRows {
  private final RowBatch rows;
  private final RowTargets targets;
  private final TargetRule rule;
  private final Map<String, Integer> targetNumbers = new LinkedHashMap<>();
  private final Map<String, Integer> sliceNumbers = new LinkedHashMap<>();
  private final int[][] targetsOfOutput;
  private final int[][] slicesOfCode;
  private final List<Segment> segments = new ArrayList<>();
  private long[] keys = {};

  private CountedRows(RowBatch rows, RowTargets targets, TargetRule rule) {
    this.rows = rows;
    this.targets = targets;
    this.rule = rule;
    targetsOfOutput = new int[rule.outputs()][];
    slicesOfCode = slicesOfCode(rows.slices());
  }

  /** The rows of one target and slice, in their order in the batch. */
  static final class Segment {
    private final String target;
    private final String slice;
    private final int[] positions;
    private boolean isOutput;

    private Segment(String target, String slice, int size) {
      this.target = target;
      this.slice = slice;
      this.positions = new int[size];
    }

    String target() {
      return target;
    }

    String slice() {
      return slice;
    }

    /** Returns the rows' positions, ascending; for reading only. */
    int[] positions() {
      return positions;
    }

    /** Returns whether the slice is that of all rows. */
    boolean isAllRows() {
      return slice.equals(StateKey.ALL_ROWS);
    }

    /** Returns whether the target is an output of the model, not several together. */
    boolean isOutput() {
      return isOutput;
    }
  }

  static CountedRows of(RowBatch rows, RowTargets targets, TargetRule rule) {
    CountedRows counted = new CountedRows(rows, targets, rule);
    counted.segment();
    return counted;
  }

  RowBatch rows() {
    return rows;
  }

  /** Returns how many scalars of each row are explained. */
  int slots() {
    return targets.slots();
  }

  /** Returns whether all rows explain the same outputs. */
  boolean isUniform() {
    return targets.isUniform();
  }

  /** Returns the output that a row explains; -1 where all rows explain the same. */
  int soleOutput(int row) {
    return isUniform() ? -1 : targets.output(row, 0);
  }

  /** Returns the targets and slices that have rows. */
  List<Segment> segments() {
    return segments;
  }

  /** Returns the key of each row among samples. */
  long[] sampleKeys(long seed) {
    if (keys.length == 0) {
      keys = new long[rows.rows()];
      for (int row = 0; row < keys.length; row++) {
        keys[row] = RowSample.key(seed, rows.batch().rowIds().id(row));
      }
    }
    return keys;
  }

  private int[][] slicesOfCode(Coded<List<String>> slices) {
    sliceNumbers.put(StateKey.ALL_ROWS, 0);
    int[][] numbers = new int[slices.values().size()][];
    for (int code = 0; code < numbers.length; code++) {
      List<String> names = slices.values().get(code);
      int[] each = new int[names.size() + 1]; // the last is that of all rows
      for (int i = 0; i < names.size(); i++) {
        each[i] = number(sliceNumbers, names.get(i));
      }
      numbers[code] = each;
    }
    return numbers;
  }

  private static int number(Map<String, Integer> numbers, String name) {
    Integer known = numbers.putIfAbsent(name, numbers.size());
    return known == null ? numbers.size() - 1 : known;
  }

  /** Returns the numbers of the targets of a row's slot; the last is the output itself. */
  private int[] targetsOf(int row, int slot) {
    int output = targets.output(row, slot);
    int[] known = targetsOfOutput[output];
    if (known == null) {
      List<String> names = rule.countedUnder(targets.name(row, slot));
      known = names.stream().mapToInt(name -> number(targetNumbers, name)).toArray();
      targetsOfOutput[output] = known;
    }
    return known;
  }

  private void segment() {
    int slots = slots();
    int[][] targetsOfPosition = new int[rows.rows() * slots][];
    for (int row = 0; row < rows.rows(); row++) {
      for (int slot = 0; slot < slots; slot++) {
        targetsOfPosition[row * slots + slot] = targetsOf(row, slot);
      }
    }
    int slices = sliceNumbers.size();
    int[] sizes = new int[targetNumbers.size() * slices];
    for (int position = 0; position < targetsOfPosition.length; position++) {
      int[] within = slicesOfCode[rows.slices().code(position / slots)];
      for (int target : targetsOfPosition[position]) {
        for (int slice : within) {
          sizes[target * slices + slice]++;
        }
      }
    }
    fill(targetsOfPosition, segments(sizes));
  }

  private Segment[] segments(int... sizes) {
    Segment[] all = new Segment[sizes.length];
    int at = 0;
    for (String target : targetNumbers.keySet()) {
      for (String slice : sliceNumbers.keySet()) {
        all[at] = new Segment(target, slice, sizes[at]);
        at++;
      }
    }
    Arrays.stream(all).filter(segment -> segment.positions.length > 0).forEach(segments::add);
    return all;
  }

  private void fill(int[][] targetsOfPosition, Segment... all) {
    int slots = slots();
    int slices = sliceNumbers.size();
    int[] filled = new int[all.length];
    for (int position = 0; position < targetsOfPosition.length; position++) {
      int[] within = slicesOfCode[rows.slices().code(position / slots)];
      for (int target : targetsOfPosition[position]) {
        for (int slice : within) {
          int number = target * slices + slice;
          all[number].positions[filled[number]++] = position;
        }
      }
    }
    for (int[] outputs : targetsOfOutput) {
      if (outputs != null) {
        all[outputs[outputs.length - 1] * slices].isOutput = true;
      }
    }
  }
}
