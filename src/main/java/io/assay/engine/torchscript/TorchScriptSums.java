package io.assay.engine.torchscript;

import ai.djl.ndarray.types.DataType;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.LinePoints;
import io.assay.model.ModelSignature;
import io.assay.model.NoiseMoments;
import io.assay.model.NoisePoints;
import io.assay.model.Points;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Gradients of a model whose code sums them itself. Moments under noise are one native call a
 * batch. Along lines that is so on a GPU, where each gradient would otherwise travel back; on a CPU
 * the loop that packs points across rows is as fast or faster, and it is taken.
 */
final class TorchScriptSums implements Differentiable {
  private static final int MOMENTS = 5;

  private final TorchScriptGradients plain;
  private final Session session;
  private final BlackBox whole;

  /** Takes the place of the plain gradients of a whole model. */
  TorchScriptSums(TorchScriptGradients plain, Session session, BlackBox whole) {
    this.plain = plain;
    this.session = session;
    this.whole = whole;
  }

  @Override
  public <M extends BlackBox> Optional<M> as(Class<M> ability) {
    return ability.isInstance(this) ? Optional.of(ability.cast(this)) : whole.as(ability);
  }

  @Override
  public ModelSignature signature() {
    return plain.signature();
  }

  @Override
  public Tensor outputs(Tensor input) {
    return plain.outputs(input);
  }

  @Override
  public Tensor score(Tensor input, Target target) {
    return plain.score(input, target);
  }

  @Override
  public ScoredGradient gradient(Tensor input, Target target) {
    return plain.gradient(input, target);
  }

  @Override
  public Tensor gradientSum(Points points, Target target) {
    return points instanceof LinePoints lines && session.isOnGpu()
        ? alongLines(lines, target)
        : plain.gradientSum(points, target);
  }

  /** Walks all lines of a batch in one native call. */
  Tensor alongLines(LinePoints lines, Target target) {
    session.checkRows(lines.starts().rowShape());
    session.checkTarget(target, lines.rows());
    int values = target.slots() * lines.ends().rowLength();
    float[] sums = new float[Math.multiplyExact(lines.rows(), values)];
    RootMethod method = new RootMethod(session, "assay_line", DataType.FLOAT32);
    method.on(
        lines.ends(),
        Math.multiplyExact(values, 2),
        (scope, start, rows) ->
            List.of(
                method.rows(scope, lines.starts(), start, rows),
                RootMethod.columns(scope, target, start, rows),
                RootMethod.numbers(scope, lines.nodes()),
                RootMethod.numbers(scope, lines.weights()),
                RootMethod.number(scope, session.callRows())),
        (found, start, rows) -> RootMethod.copy(found.head(), sums, start * values));
    return Tensor.of(sums, shape(lines.ends(), target));
  }

  @Override
  public NoiseMoments noiseMoments(NoisePoints points, Target target) {
    int most = session.callRows() / 2; // a batch holds both draws of a pair for each row
    if (most == 0) {
      return Differentiable.super.noiseMoments(points, target);
    }
    session.checkTarget(target, points.centres().rows());
    int rows = points.centres().rows();
    float[][] sums =
        new float[MOMENTS][Math.multiplyExact(rows, target.slots() * points.centres().rowLength())];
    for (int first = 0; first < rows; first += most) {
      noiseMoments(points, target, first, Math.min(rows, first + most), sums);
    }
    List<Tensor> moments =
        IntStream.range(0, MOMENTS)
            .mapToObj(moment -> Tensor.of(sums[moment], shape(points.centres(), target)))
            .toList();
    return new NoiseMoments(
        moments.get(0), moments.get(1), moments.get(2), moments.get(3), moments.get(4));
  }

  private void noiseMoments(NoisePoints points, Target target, int from, int to, float[][] sums) {
    Tensor centres = points.centres().slice(from, to);
    int values = target.slots() * centres.rowLength();
    RootMethod method = new RootMethod(session, "assay_noise", DataType.FLOAT32);
    method.on(
        centres,
        Math.addExact(Math.multiplyExact(values, MOMENTS), points.offsets().rowLength()),
        (scope, start, rows) ->
            List.of(
                method.rows(scope, points.offsets(), from + start, rows),
                RootMethod.columns(scope, target, from + start, rows),
                RootMethod.number(scope, Math.max(2 * rows, session.callRows()))),
        (found, start, rows) -> {
          for (int moment = 0; moment < MOMENTS; moment++) {
            RootMethod.copy(found.get(moment), sums[moment], (from + start) * values);
          }
        });
  }

  private static int[] shape(Tensor rows, Target target) {
    return IntStream.concat(
            IntStream.of(rows.rows(), target.slots()), IntStream.of(rows.rowShape()))
        .toArray();
  }

  @Override
  public void close() {
    plain.close();
  }
}
