package io.assay.engine.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.assay.model.BlackBox;
import io.assay.model.Masked;
import io.assay.model.MaskedInputs;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.Optional;

/**
 * A model that composes masked inputs where it runs: of a batch of inputs the rows and references
 * that occur in it, the players' places and packed bits travel, and scores come back.
 */
final class TorchScriptMasked implements Masked {
  private static final String METHOD = "assay_masked";
  private static final int COPIES = 3; // of an input: of its row, of its reference, composed

  private final TorchScriptModel whole;
  private final Session session;
  private final DataType type;

  /**
   * Takes a model with the method.
   *
   * @param type that the model takes
   */
  TorchScriptMasked(TorchScriptModel whole, DataType type) {
    this.whole = whole;
    this.session = whole.session();
    this.type = type;
  }

  @Override
  public Tensor scoreMasked(MaskedInputs inputs, Target target) {
    session.checkRows(inputs.rows().rowShape());
    session.checkTarget(target, inputs.size());
    int slots = target.slots();
    float[] scores = new float[Math.multiplyExact(inputs.size(), slots)];
    RootMethod method = new RootMethod(session, METHOD, type);
    session.inSpans(
        inputs.size(),
        Math.multiplyExact(inputs.rows().rowLength(), COPIES),
        (start, items) -> {
          NativeModule module = session.life().module();
          try (NDManager scope = module.memory()) {
            NDList given = arguments(method, scope, inputs, start, items);
            given.add(RootMethod.columns(scope, target, start, items));
            RootMethod.copy(module.call(METHOD, given).head(), scores, start * slots);
          }
        });
    return Tensor.of(scores, inputs.size(), slots);
  }

  private static NDList arguments(
      RootMethod method, NDManager scope, MaskedInputs inputs, int start, int items) {
    Occurring rows = Occurring.among(items, item -> inputs.row(start + item));
    Occurring references = Occurring.among(items, item -> inputs.reference(start + item));
    int players = inputs.players();
    int words = (players + Long.SIZE - 1) / Long.SIZE;
    return new NDList(
        method.rows(scope, inputs.rows().select(rows.numbers()), 0, rows.count()),
        method.rows(scope, inputs.references().select(references.numbers()), 0, references.count()),
        longs(scope, inputs.rows().rowLength(), inputs::playerOf),
        longs(scope, players, player -> player / Long.SIZE),
        longs(scope, players, player -> player % Long.SIZE),
        longs(scope, items, rows::place),
        longs(scope, items, references::place),
        RootMethod.longs(
            scope, items, words, at -> inputs.present(start + at / words, at % words)));
  }

  private static NDArray longs(NDManager scope, int size, RootMethod.LongAt value) {
    return RootMethod.longs(scope, size, 0, value);
  }

  @Override
  public ModelSignature signature() {
    return whole.signature();
  }

  @Override
  public Tensor outputs(Tensor input) {
    return whole.outputs(input);
  }

  @Override
  public Tensor score(Tensor input, Target target) {
    return whole.score(input, target);
  }

  @Override
  public <M extends BlackBox> Optional<M> as(Class<M> ability) {
    return ability.isInstance(this) ? Optional.of(ability.cast(this)) : whole.as(ability);
  }

  @Override
  public void close() {
    whole.close();
  }
}
