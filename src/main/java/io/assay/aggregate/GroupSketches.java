package io.assay.aggregate;

import java.util.Arrays;

/**
 * Quantiles of the attributions of each group. Rows may be added of which only some groups are
 * named: the others are 0 there, and those zeros are counted when somebody asks, for a sketch is a
 * function of its values alone.
 */
final class GroupSketches {
  private final QuantileSketch[] sketches;
  private long rows;
  private boolean lacksZeros;

  private GroupSketches(QuantileSketch[] sketches, long rows) {
    this.sketches = sketches;
    this.rows = rows;
  }

  GroupSketches(int groups) {
    this(new QuantileSketch[groups], 0);
    Arrays.setAll(sketches, group -> new QuantileSketch(Resolution.ATTRIBUTIONS));
  }

  /** Adds a block of rows. */
  void add(BlockColumns columns) {
    for (int group = 0; group < sketches.length; group++) {
      add(columns, group, group);
    }
    rows += columns.rows();
  }

  /** Adds a block of rows in which all groups but some are 0. */
  void add(BlockColumns columns, int... some) {
    for (int column = 0; column < some.length; column++) {
      add(columns, column, some[column]);
    }
    rows += columns.rows();
    lacksZeros = true;
  }

  private void add(BlockColumns columns, int column, int group) {
    int start = columns.start(column);
    sketches[group].add(columns.values(), start, start + columns.rows());
  }

  /**
   * Adds the rows of others.
   *
   * @param positions where each of their groups stands here; groups without one are 0 there
   */
  void merge(GroupSketches others, int... positions) {
    others.countZeros();
    for (int group = 0; group < positions.length; group++) {
      sketches[positions[group]].merge(others.sketches[group]);
    }
    rows += others.rows;
    lacksZeros = true;
  }

  /**
   * Adds what {@link #write} wrote.
   *
   * @param more how many rows that is
   */
  void merge(StateReader in, long more) {
    for (QuantileSketch sketch : sketches) {
      long each = sketch.merge(in);
      in.require(each == more, "rows", each);
    }
    rows += more;
  }

  void write(StateWriter out) {
    for (QuantileSketch sketch : all()) {
      sketch.write(out);
    }
  }

  /** Returns the sketch of each group. */
  QuantileSketch[] all() {
    countZeros();
    return sketches;
  }

  private void countZeros() {
    if (lacksZeros) {
      for (QuantileSketch sketch : sketches) {
        sketch.addZeros(rows - sketch.count());
      }
      lacksZeros = false;
    }
  }

  /**
   * Returns these sketches among more groups, which were 0 in every row so far. They belong to
   * these from now on.
   */
  GroupSketches among(int wider, int... positions) {
    GroupSketches among = new GroupSketches(wider);
    for (int group = 0; group < positions.length; group++) {
      among.sketches[positions[group]] = sketches[group];
    }
    among.rows = rows;
    among.lacksZeros = true;
    return among;
  }

  GroupSketches copy() {
    QuantileSketch[] copies = new QuantileSketch[sketches.length];
    Arrays.setAll(copies, group -> sketches[group].copy());
    GroupSketches copy = new GroupSketches(copies, rows);
    copy.lacksZeros = lacksZeros;
    return copy;
  }
}
