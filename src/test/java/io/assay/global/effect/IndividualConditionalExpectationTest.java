package io.assay.global.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.global.GlobalMethod;
import io.assay.global.GlobalMethodContract;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalTrial;
import io.assay.global.effect.IndividualConditionalExpectation.Options;
import io.assay.global.effect.IndividualConditionalExpectation.Start;
import io.assay.tensor.TensorBatch;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class IndividualConditionalExpectationTest extends GlobalMethodContract {
  @Override
  protected GlobalMethod method() {
    return method(Start.SCORE);
  }

  private static GlobalMethod method(Start start) {
    return new IndividualConditionalExpectation(new Options(4, 15, start));
  }

  @Override
  protected List<ThrowingCallable> refusedOptions() {
    return List.of(
        () -> new Options(1, 50, Start.SCORE),
        () -> new Options(1001, 50, Start.SCORE),
        () -> new Options(20, 0, Start.SCORE),
        () -> new Options(20, 10_001, Start.SCORE));
  }

  private static List<GlobalRecord> line(GlobalMethod method, TensorBatch batch, int row) {
    return method.ask(GlobalTrial.MODEL, GlobalTrial.request(batch)).records().stream()
        .filter(each -> each.feature().equals("a"))
        .filter(each -> batch.rowIds().id(row).equals(each.rowId()))
        .toList();
  }

  /** Of 2a + ab + 3 south along a, with b and south of the row. */
  @Test
  void aLineIsTheScoreOfItsRowWithAnotherValue() {
    TensorBatch batch = GlobalTrial.batch(10, 1);

    for (int row = 0; row < 10; row++) {
      List<GlobalRecord> line = line(method(), batch, row);

      assertThat(line).hasSize(4).extracting(GlobalRecord::position).containsExactly(0, 1, 2, 3);
      for (GlobalRecord point : line) {
        double expected =
            point.x() * (2.0 + batch.input().at(row, 1)) + 3 * batch.input().at(row, 5);
        assertThat(point.value().value()).isEqualTo(expected, within(1e-5)); // float32 scores
        assertThat(point.kind()).isEqualTo(GlobalRecord.Kind.LINE);
      }
    }
  }

  @Test
  void centredLinesBeginAtZeroAndKeepTheirShape() {
    TensorBatch batch = GlobalTrial.batch(10, 2);

    List<GlobalRecord> plain = line(method(), batch, 3);
    List<GlobalRecord> centred = line(method(Start.ZERO), batch, 3);

    double start = plain.get(0).value().value();
    for (int point = 0; point < 4; point++) {
      assertThat(centred.get(point).value().value())
          .isEqualTo(plain.get(point).value().value() - start);
    }
    assertThat(start).isNotZero();
  }

  @Test
  void theMeanOfTheLinesIsThePartialDependence() {
    GlobalRequest request = GlobalTrial.request(GlobalTrial.batch(12, 3));

    List<GlobalRecord> lines = method().ask(GlobalTrial.MODEL, request).records();
    List<GlobalRecord> curves =
        new PartialDependence(new PartialDependence.Options(4, 12))
            .ask(GlobalTrial.MODEL, request)
            .records();

    assertThat(curves).isNotEmpty();
    for (GlobalRecord point : curves) {
      double mean =
          lines.stream()
              .filter(each -> each.feature().equals(point.feature()))
              .filter(each -> each.position() == point.position())
              .mapToDouble(each -> each.value().value())
              .average()
              .orElseThrow();
      assertThat(point.value().value()).isEqualTo(mean, within(1e-12));
    }
  }
}
