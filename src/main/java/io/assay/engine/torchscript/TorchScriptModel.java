package io.assay.engine.torchscript;

import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An opened TorchScript model: what every view of it shares. */
final class TorchScriptModel implements BlackBox {
  private final Session session;
  private final List<BlackBox> views = new ArrayList<>(); // complete before the model is handed out

  /** Takes the session over and closes it in the end. */
  TorchScriptModel(Session session) {
    this.session = session;
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
    return BlackBox.super.score(input, target);
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
