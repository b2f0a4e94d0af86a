package io.assay.spark.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.table.FeatureColumn;
import io.assay.table.InputLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HadoopSourcesTest {
  @TempDir private Path folder;
  private final HadoopSources sources =
      HadoopSources.of(
          InputLayout.of("id", List.of(FeatureColumn.numeric("a"))), new Configuration());

  @Test
  void aFileIsRead() throws IOException {
    Path file = Files.write(folder.resolve("a.png"), new byte[] {1, 2, 3});

    assertThat(sources.read(file.toString())).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a:b:c", "/no/such/file", "hdfs://no-such-host.invalid/a.png", "nofs://a/b"})
  void aPathThatLeadsNowhereIsAnErrorOfItsRow(String path) {
    assertThatThrownBy(() -> sources.read(path)).isInstanceOf(IOException.class);
  }
}
