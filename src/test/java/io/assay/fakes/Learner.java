package io.assay.fakes;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.ModelCalls;
import io.assay.attribution.TunedMethod;
import io.assay.attribution.Tuning;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A method that learns the sum of the pilot rows' scores, and attributes that sum to every feature;
 * without having learnt it attributes nothing.
 */
public final class Learner implements TunedMethod<BlackBox> {
  /** What it learns: the sum of scores, and how it was asked. */
  public static final String SUM = "sum";

  public static final String REQUESTS = "requests";

  public static final String PLAYERS = "players";

  private final String key;
  private final int pilotRows;
  private final float learnt;

  private Learner(String key, int pilotRows, float learnt) {
    this.key = key;
    this.pilotRows = pilotRows;
    this.learnt = learnt;
  }

  /** A method of a key that wants so many pilot rows. */
  public static Learner of(String key, int pilotRows) {
    return new Learner(key, pilotRows, 0);
  }

  @Override
  public MethodInfo<BlackBox> info() {
    return new MethodInfo<>(
        key,
        key,
        "Learns.",
        BlackBox.class,
        Scale.SCORE,
        Completeness.NONE,
        false,
        false,
        "1",
        "nobody");
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(1, 0);
  }

  @Override
  public int pilotRows() {
    return pilotRows;
  }

  @Override
  public Tuning tune(BlackBox model, List<AttributionRequest> pilot) {
    double sum = 0;
    for (AttributionRequest request : pilot) {
      for (float score : model.score(request.batch().input(), request.target()).values()) {
        sum += score;
      }
    }
    return new Tuning(
        Map.of(
            SUM,
            List.of(sum),
            REQUESTS,
            List.of((double) pilot.size()),
            PLAYERS,
            pilot.stream().map(request -> (double) request.groups().size()).toList()));
  }

  @Override
  public AttributionMethod<BlackBox> with(Tuning tuning) {
    return new Learner(key, pilotRows, tuning.list(SUM).get(0).floatValue());
  }

  @Override
  public Attributions attribute(BlackBox model, AttributionRequest request) {
    Tensor scores = model.score(request.batch().input(), request.target());
    int rows = scores.rows();
    float[] values = new float[scores.values().length * request.groups().size()];
    Arrays.fill(values, learnt);
    return new Attributions(
        request.batch().rowIds(),
        Tensor.of(values, rows, scores.rowLength(), request.groups().size()),
        scores,
        Tensor.zeros(rows, scores.rowLength()),
        Optional.empty(),
        List.of(),
        ModelCalls.same(rows, 1, 0, 0));
  }
}
