package io.assay.run;

import io.assay.model.Target;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which outputs the rows of a batch explain, one a slot. Where every row explains the same, {@link
 * #isUniform} says so, and what holds for one row then holds for all.
 */
public final class RowTargets {
  private final List<String> outputs;
  private final Target target;
  private final int rows;

  /**
   * Names the targets of rows.
   *
   * @param outputs the names of the model's outputs
   * @param target of the rows, one after the other
   */
  RowTargets(List<String> outputs, Target target, int rows) {
    this.outputs = outputs;
    this.target = target;
    this.rows = rows;
  }

  /** Returns how many rows there are. */
  public int rows() {
    return rows;
  }

  /** Returns how many outputs of each row are explained. */
  public int slots() {
    return target.slots();
  }

  /** Returns whether every row explains the same outputs. */
  public boolean isUniform() {
    return target.isUniform();
  }

  /** Returns the output that a slot of a row explains, by its position among the model's. */
  public int output(int row, int slot) {
    return target.column(row, slot);
  }

  /** Returns the name of the output that a slot of a row explains. */
  public String name(int row, int slot) {
    return outputs.get(target.column(row, slot));
  }

  /** Returns the names of a row's explained outputs, one a slot. */
  public List<String> names(int row) {
    return IntStream.range(0, slots()).mapToObj(slot -> name(row, slot)).toList();
  }
}
