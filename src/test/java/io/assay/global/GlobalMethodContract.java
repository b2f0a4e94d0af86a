package io.assay.global;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.fakes.CountingModel;
import io.assay.global.GlobalRecord.Kind;
import io.assay.global.catalog.GlobalCatalog;
import io.assay.model.Batched;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What holds of every global method. A test of a method extends it. */
public abstract class GlobalMethodContract {
  private static final int ROWS = 60;

  /** Float32 scores of about 5, summed over some rows. */
  private static final double FLOAT32 = 1e-5;

  /** Returns the method with options under which it takes 12 rows or more. */
  protected abstract GlobalMethod method();

  /** Returns attempts to make options that are out of range, one a bound at least. */
  protected abstract List<ThrowingCallable> refusedOptions();

  /** Returns a request that suits the method; labels, say. */
  protected GlobalRequest suited(GlobalRequest plain) {
    return plain;
  }

  private GlobalRequest request(TensorBatch batch) {
    return suited(GlobalTrial.request(batch)).first(method().rows());
  }

  private GlobalResult ask(TensorBatch batch) {
    return method().ask(GlobalTrial.MODEL, request(batch));
  }

  @Test
  void howRowsAreSplitOverShardsChangesNothing() {
    TensorBatch rows = GlobalTrial.batch(ROWS, 1);
    int capacity = method().rows();

    GlobalResult whole = ask(GlobalTrial.throughShards(rows, capacity, new int[ROWS]));

    for (int shards : new int[] {2, 7, ROWS}) {
      int[] forwards = IntStream.range(0, ROWS).map(row -> row * 31 % shards).toArray();
      int[] backwards = IntStream.of(forwards).map(shard -> shards - 1 - shard).toArray();
      assertThat(ask(GlobalTrial.throughShards(rows, capacity, forwards))).isEqualTo(whole);
      assertThat(ask(GlobalTrial.throughShards(rows, capacity, backwards))).isEqualTo(whole);
    }
  }

  @Test
  void howTheModelCutsItsCallsChangesNothing() {
    GlobalRequest request = request(GlobalTrial.batch(ROWS, 2));

    GlobalResult cut = method().ask(new InCallsOfSeven(GlobalTrial.MODEL), request);

    assertThat(cut).isEqualTo(method().ask(GlobalTrial.MODEL, request));
  }

  @Test
  void callsAreCountedAndNoMoreThanPromised() {
    GlobalRequest request = request(GlobalTrial.batch(ROWS, 3));
    CountingModel model = CountingModel.around(GlobalTrial.MODEL);

    GlobalResult result = method().ask(model, request);

    assertThat(result.calls()).isEqualTo(model.forwardRows()).isPositive();
    assertThat(result.calls()).isLessThanOrEqualTo(method().calls(request.shape()));
  }

  @Test
  void inputsStayAsTheyAre() {
    TensorBatch rows = GlobalTrial.batch(ROWS, 4);

    ask(rows);

    assertThat(rows).isEqualTo(GlobalTrial.batch(ROWS, 4));
  }

  @Test
  void whatTheModelDoesNotReadHasNoEffect() {
    Map<String, Double> firstOf = new HashMap<>();

    List<GlobalRecord> unread =
        ask(GlobalTrial.batch(ROWS, 5)).records().stream()
            .filter(each -> each.feature().equals("unread") || "unread".equals(each.with()))
            .toList();

    assertThat(unread).isNotEmpty();
    for (GlobalRecord each : unread) {
      double flat =
          each.kind() == Kind.SCORE
              ? 0
              : firstOf.computeIfAbsent(
                  each.target() + each.kind() + each.rowId() + each.with(),
                  absent -> each.value().value());
      assertThat(each.value().value()).isEqualTo(flat, within(effectOfNothing(each)));
    }
  }

  /** Returns how far from no effect a feature may be found that the model does not read. */
  protected double effectOfNothing(GlobalRecord record) {
    return FLOAT32;
  }

  @Test
  void recordsNameWhatIsThereAndIntervalsHoldTheirValues() {
    List<String> names =
        Stream.concat(
                Stream.of(""), // of a record about all of them
                Stream.concat(
                    GlobalTrial.COLUMNS.stream().map(InputColumn::name),
                    GlobalTrial.GROUPS.names().stream()))
            .toList();

    List<GlobalRecord> records = ask(GlobalTrial.batch(ROWS, 6)).records();

    assertThat(records).isNotEmpty().doesNotHaveDuplicates();
    for (GlobalRecord each : records) {
      assertThat(names).contains(each.feature());
      assertThat(each.target()).isEqualTo("f0");
      assertThat(each.value().value()).isFinite();
      assertThat(each.rows()).isBetween(1L, (long) Math.min(ROWS, method().rows()));
      if (!Double.isNaN(each.value().low())) {
        assertThat(each.value().value()).isBetween(each.value().low(), each.value().high());
      }
      GlobalRecord.Rank rank = each.rank();
      if (rank != null) {
        assertThat(rank.rank()).isBetween(rank.low(), rank.high());
      }
    }
  }

  @Test
  void outputsTogetherAreOutputsAlone() {
    TensorBatch rows = GlobalTrial.batch(ROWS, 7);
    GlobalMethod method = method();

    GlobalRequest both = GlobalTrial.request(rows, Target.outputs(0, 1), List.of("f0", "f1"));
    List<GlobalRecord> together =
        method.ask(GlobalTrial.MODEL, suited(both).first(method.rows())).records();

    List<GlobalRecord> alone = new ArrayList<>();
    for (int output = 0; output < 2; output++) {
      GlobalRequest one = GlobalTrial.request(rows, Target.outputs(output), List.of("f" + output));
      alone.addAll(method.ask(GlobalTrial.MODEL, suited(one).first(method.rows())).records());
    }
    assertThat(together).containsExactlyInAnyOrderElementsOf(alone);
  }

  @Test
  void rowsMayExplainDifferentOutputs() {
    TensorBatch rows = GlobalTrial.batch(ROWS, 8);
    int[] all = new int[ROWS];
    GlobalRequest uniform = GlobalTrial.request(rows, Target.outputs(1), List.of("predicted"));
    java.util.Arrays.fill(all, 1);

    GlobalRequest each = GlobalTrial.request(rows, Target.perRow(all), List.of("predicted"));
    GlobalResult found = method().ask(GlobalTrial.MODEL, suited(each).first(method().rows()));

    assertThat(found)
        .isEqualTo(method().ask(GlobalTrial.MODEL, suited(uniform).first(method().rows())));
  }

  @Test
  void fewRowsSayWhatTheyCan() {
    for (int rows = 1; rows <= 3; rows++) {
      List<GlobalRecord> records = ask(GlobalTrial.batch(rows, 9)).records();

      for (GlobalRecord each : records) {
        assertThat(each.value().value()).isFinite();
        assertThat(each.rows()).isLessThanOrEqualTo(rows);
      }
    }
  }

  @Test
  void optionsOutOfRangeAreRefusedByName() {
    assertThat(refusedOptions()).isNotEmpty();
    for (ThrowingCallable attempt : refusedOptions()) {
      assertThatThrownBy(attempt)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(method().info().key() + ".")
          .hasMessageContaining("need");
    }
  }

  @Test
  void theCatalogueHasIt() {
    assertThat(GlobalCatalog.find(method().info().key()))
        .hasValueSatisfying(entry -> assertThat(entry.info()).isEqualTo(method().info()));
  }

  /** A model that wants its rows by sevens. */
  private record InCallsOfSeven(BlackBox model) implements Batched {
    @Override
    public int callRows() {
      return 7;
    }

    @Override
    public String device() {
      return "cpu";
    }

    @Override
    public BlackBox withCallRows(int rows) {
      return this;
    }

    @Override
    public ModelSignature signature() {
      return model.signature();
    }

    @Override
    public Tensor outputs(Tensor input) {
      float[] outputs = new float[input.rows() * 2];
      for (int from = 0; from < input.rows(); from += 7) {
        Tensor part = model.outputs(input.slice(from, Math.min(input.rows(), from + 7)));
        System.arraycopy(part.values(), 0, outputs, from * 2, part.values().length);
      }
      return Tensor.of(outputs, input.rows(), 2);
    }

    @Override
    public void close() {}
  }
}
