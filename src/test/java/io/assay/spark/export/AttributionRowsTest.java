package io.assay.spark.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.aggregate.RowSample;
import io.assay.spark.export.AttributionRows.Room;
import io.assay.spark.history.FinishedRun;
import io.assay.spark.history.FinishedRun.Table;
import io.assay.spark.history.StoredRuns;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows of a table are taken for pictures and projectors. */
class AttributionRowsTest {
  @TempDir private Path output;

  private FinishedRun run() {
    Map<String, float[]> rows = new HashMap<>();
    IntStream.range(0, 60).forEach(row -> rows.put("row-" + row, new float[] {row, 1, 2}));
    Path home = new StoredRuns(output, List.of("a", "b", "c")).add("r1", rows);
    return FinishedRun.open(home.toString());
  }

  private static List<String> ids(FinishedRun run, Room room) {
    Table table =
        run.tables().stream()
            .filter(each -> each.name().equals("attributions"))
            .findFirst()
            .orElseThrow();
    return AttributionRows.of(run, table, room).rows().stream()
        .map(row -> row.cells().get(0))
        .toList();
  }

  @Test
  void theyAreThoseOfTheLeastHashesInTheirOrder() {
    FinishedRun run = run();
    List<String> byHash =
        IntStream.range(0, 60)
            .mapToObj(row -> "row-" + row)
            .sorted(Comparator.comparingLong(id -> RowSample.key(0, id)))
            .toList();

    assertThat(ids(run, new Room(10, 1_000))).isEqualTo(byHash.subList(0, 10));
    assertThat(ids(run, new Room(100, 1_000))).isEqualTo(byHash);
  }

  @Test
  void wideRowsAreFewer() {
    FinishedRun run = run();
    List<String> ten = ids(run, new Room(10, 1_000));

    assertThat(ids(run, new Room(10, 12))).isEqualTo(ten.subList(0, 4));
    assertThat(ids(run, new Room(10, 2))).isEqualTo(ten.subList(0, 1));
  }
}
