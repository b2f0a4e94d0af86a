package io.assay.attribution.tree.table;

import java.util.List;

/**
 * All that some subtrees add to a column of an output. Four tables are looked up for each visit to
 * the column's sums; four numbers are added in float32, everything else in float64, since widening
 * each number would take longer than looking it up.
 */
final class Lane {
  private final int output;
  private final int column;
  private final int[] subtrees;
  private final float[][] tables;

  /**
   * Takes the tables over.
   *
   * @param tables one a subtree that has something to add
   */
  Lane(int output, int column, List<Table> tables) {
    this.output = output;
    this.column = column;
    this.subtrees = tables.stream().mapToInt(Table::subtree).toArray();
    this.tables = tables.stream().map(Table::values).toArray(float[][]::new);
  }

  /** A number a pattern, of the subtree that has a number in the batch. */
  static final class Table {
    private final int subtree;
    private final float[] values;

    /** Rounds the values to float32. */
    Table(int subtree, double[] values) {
      this.subtree = subtree;
      this.values = new float[values.length];
      for (int pattern = 0; pattern < values.length; pattern++) {
        this.values[pattern] = (float) values[pattern];
      }
    }

    int subtree() {
      return subtree;
    }

    float[] values() {
      return values;
    }
  }

  /** Returns how much memory the tables take. */
  long bytes() {
    long bytes = 0;
    for (float[] table : tables) {
      bytes += (long) Float.BYTES * table.length;
    }
    return bytes;
  }

  /**
   * Adds up the tables.
   *
   * @param patterns [subtree][row]
   * @param sums [output][column][row]
   */
  void add(int[][] patterns, int rows, double[][][] sums) {
    double[] into = sums[output][column];
    int table = 0;
    for (; table + 4 <= tables.length; table += 4) {
      addFour(table, patterns, rows, into);
    }
    if (table + 2 <= tables.length) {
      addTwo(table, patterns, rows, into);
      table += 2;
    }
    if (table < tables.length) {
      addOne(tables[table], patterns[subtrees[table]], rows, into);
    }
  }

  private void addFour(int table, int[][] patterns, int rows, double[] sums) {
    float[] a = tables[table];
    float[] b = tables[table + 1];
    float[] c = tables[table + 2];
    float[] d = tables[table + 3];
    int[] ofA = patterns[subtrees[table]];
    int[] ofB = patterns[subtrees[table + 1]];
    int[] ofC = patterns[subtrees[table + 2]];
    int[] ofD = patterns[subtrees[table + 3]];
    for (int row = 0; row < rows; row++) {
      float ab = a[ofA[row]] + b[ofB[row]];
      float cd = c[ofC[row]] + d[ofD[row]];
      sums[row] += ab + cd;
    }
  }

  private void addTwo(int table, int[][] patterns, int rows, double[] sums) {
    float[] a = tables[table];
    float[] b = tables[table + 1];
    int[] ofA = patterns[subtrees[table]];
    int[] ofB = patterns[subtrees[table + 1]];
    for (int row = 0; row < rows; row++) {
      sums[row] += a[ofA[row]] + b[ofB[row]];
    }
  }

  private static void addOne(float[] table, int[] patterns, int rows, double[] sums) {
    for (int row = 0; row < rows; row++) {
      sums[row] += table[patterns[row]];
    }
  }
}
