package io.assay.house;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.job.JobReader;
import io.assay.table.AttributionTable;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The job file and the attribution table know the same names; neither room imports the other. */
class ReservedColumnsTest {
  static List<String> reserved() {
    return AttributionTable.reservedNames();
  }

  @ParameterizedTest
  @MethodSource("reserved")
  void aJobCannotKeepAColumnThatTheTableNeeds(String name) {
    String job =
        """
        name: clash
        input: {path: rows.parquet, features: [x], keep: [%s]}
        model: {path: model.pt}
        methods: [saliency]
        output: {path: out}
        """
            .formatted(name);

    assertThatThrownBy(() -> JobReader.read(job, List.of()))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("two columns named " + name);
  }
}
