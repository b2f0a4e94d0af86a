package io.assay.attribution;

import io.assay.model.BlackBox;
import java.util.List;

/**
 * A method that learns about the model from some pilot rows, once a job, before it explains any
 * row. It works without that, too, only less well. What it learnt never makes a row's values depend
 * on the rows beside it.
 *
 * @param <M> the least ability that the method needs
 */
public interface TunedMethod<M extends BlackBox> extends AttributionMethod<M> {
  /** Returns how many pilot rows it wants at most; 0 if its options leave nothing to learn. */
  int pilotRows();

  /**
   * Learns from pilot rows. The same rows in any order teach the same.
   *
   * @param pilot one request, or one a row where rows have groups of their own
   */
  Tuning tune(M model, List<AttributionRequest> pilot);

  /**
   * Returns this method with what was learnt.
   *
   * @throws IllegalArgumentException if the numbers are not of this method
   */
  AttributionMethod<M> with(Tuning tuning);
}
