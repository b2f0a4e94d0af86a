package io.assay.model;

import java.io.Serializable;
import java.util.List;

/**
 * A place inside a model whose value can be read.
 *
 * @param name the selector that reaches it, such as {@code features.3}
 * @param type what computes it, such as {@code Conv2d}
 * @param shape sizes of one row's value, without the row axis
 */
public record LayerInfo(String name, String type, List<Integer> shape) implements Serializable {
  /** Copies the list. */
  public LayerInfo {
    shape = List.copyOf(shape);
  }

  /** Returns how many values one row has there. */
  public int length() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
