package io.assay.fakes;

import io.assay.model.Differentiable;
import io.assay.model.ModelSignature;
import io.assay.model.Points;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;

/** A network from a value on; everything else is as the rows of the whole give it. */
final class NetAbove implements Differentiable {
  private final LayeredNet net;
  private final Graph graph;
  private final int held;
  private final Tensor input;

  NetAbove(LayeredNet net, Graph graph, int held, Tensor input) {
    this.net = net;
    this.graph = graph;
    this.held = held;
    this.input = input;
  }

  @Override
  public ModelSignature signature() {
    ModelSignature whole = net.signature();
    return new ModelSignature(net.shapeOf(held), whole.outputs(), whole.unit());
  }

  @Override
  public Tensor outputs(Tensor values) {
    checkRows(values.rows());
    return Rows.each(
        values.rows(), net.shapeOf(graph.last()), row -> rerun(values, row, row)[graph.last()]);
  }

  @Override
  public ScoredGradient gradient(Tensor values, Target target) {
    checkRows(values.rows());
    return new ScoredGradient(
        score(values, target),
        Rows.each(
            target,
            values.rows(),
            net.shapeOf(held),
            (row, output) -> graph.gradients(rerun(values, row, row), output)[held]));
  }

  @Override
  public Tensor gradientSum(Points points, Target target) {
    checkRows(points.rows());
    int length = signature().inputLength();
    double[] sums = new double[points.rows() * target.slots() * length];
    float[] point = new float[length];
    for (int at = 0; at < points.size(); at++) {
      points.write(at, point, 0);
      Tensor value = Tensor.of(point.clone(), 1, length);
      int row = points.row(at);
      for (int slot = 0; slot < target.slots(); slot++) {
        double[][] values = rerun(value, 0, row);
        double[] gradient = graph.gradients(values, target.column(row, slot))[held];
        for (int i = 0; i < length; i++) {
          sums[(row * target.slots() + slot) * length + i] += points.weight(at) * gradient[i];
        }
      }
    }
    return Tensor.of(sums, Rows.sizes(List.of(points.rows(), target.slots()), net.shapeOf(held)));
  }

  private double[][] rerun(Tensor values, int at, int row) {
    return graph.rerun(net.run(input, row), held, Rows.wide(values, at));
  }

  private void checkRows(int rows) {
    if (rows != input.rows()) {
      throw new IllegalArgumentException(
          rows + " rows above a layer, of " + input.rows() + " rows of the whole model");
    }
  }

  @Override
  public void close() {}
}
