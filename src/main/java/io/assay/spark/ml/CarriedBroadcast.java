package io.assay.spark.ml;

import org.apache.spark.broadcast.Broadcast;
import scala.reflect.ClassTag;

/**
 * A broadcast value that travels inside what refers to it, so that a program is whole in itself and
 * outlives the broadcast.
 *
 * @param <T> what it holds
 */
final class CarriedBroadcast<T> extends Broadcast<T> {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // Spark has sent it as a broadcast, so it can be sent
  private final T carried;

  private CarriedBroadcast(long id, T carried, ClassTag<T> type) {
    super(id, type);
    this.carried = carried;
  }

  static Broadcast<Object> of(Broadcast<?> broadcast) {
    return new CarriedBroadcast<>(broadcast.id(), broadcast.value(), ClassTag.apply(Object.class));
  }

  @Override
  public T getValue() {
    return carried;
  }

  @Override
  public void doUnpersist(boolean blocking) {
    // Nothing is held elsewhere.
  }

  @Override
  public void doDestroy(boolean blocking) {
    // Nothing is held elsewhere.
  }
}
