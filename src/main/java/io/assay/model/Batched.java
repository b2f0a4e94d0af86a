package io.assay.model;

/**
 * A model that takes many rows in one call, and lets its caller say how many. How many rows a
 * caller hands over at once is another matter: they are cut into calls of this size, and points on
 * paths and coalitions are packed into them across rows.
 */
public interface Batched extends BlackBox {
  /**
   * Returns how many rows one call takes at most, 1 or more. It falls for good, by halves, when
   * memory runs out.
   */
  int callRows();

  /** Returns the kind of device that it runs on: {@code cpu} or {@code gpu}. */
  String device();

  /**
   * Returns this model with calls of another size; all else they share. It lives as long as this
   * one does: closing it gives back what is its own alone.
   *
   * @param rows in one call at most, 1 to 65,536; where rows are wide it takes fewer
   */
  BlackBox withCallRows(int rows);

  /**
   * Returns how many rows to hand over at once, where they are made up for the model: so many that
   * they fill whole calls of it, if it has calls.
   *
   * @param room how many would do, 1 or more
   * @return the most whole calls that find room, at least one; all the room where there are none
   */
  static int filling(BlackBox model, int room) {
    int call = model.as(Batched.class).map(Batched::callRows).orElse(1);
    return Math.max(call, room / call * call);
  }
}
