package io.assay.engine.torchscript;

import io.assay.model.Batched;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** An opened TorchScript model: what every view of it shares. */
final class TorchScriptModel implements Batched {
  private final Session session;
  private final IntFunction<TorchScriptModel> resized;
  private final List<BlackBox> views = new ArrayList<>(); // complete before the model is handed out

  /**
   * Takes the session over and closes it in the end.
   *
   * @param resized opens the model with calls of so many rows
   */
  TorchScriptModel(Session session, IntFunction<TorchScriptModel> resized) {
    this.session = session;
    this.resized = resized;
  }

  @Override
  public int callRows() {
    return session.callRows();
  }

  @Override
  public String device() {
    return session.isOnGpu() ? "gpu" : "cpu";
  }

  @Override
  public BlackBox withCallRows(int rows) {
    return resized.apply(rows);
  }

  /** Adds a view under which the model can be asked for; later ones come first. */
  void add(BlackBox view) {
    views.add(0, view);
  }

  Session session() {
    return session;
  }

  @Override
  public ModelSignature signature() {
    return session.signature();
  }

  @Override
  public Tensor outputs(Tensor input) {
    return session.outputs(input);
  }

  @Override
  public Tensor score(Tensor input, Target target) {
    session.checkTarget(target, input.rows());
    return Batched.super.score(input, target);
  }

  @Override
  public <M extends BlackBox> Optional<M> as(Class<M> ability) {
    if (ability.isInstance(this)) {
      return Optional.of(ability.cast(this));
    }
    return views.stream().filter(ability::isInstance).map(ability::cast).findFirst();
  }

  @Override
  public void close() {
    session.close();
  }
}
