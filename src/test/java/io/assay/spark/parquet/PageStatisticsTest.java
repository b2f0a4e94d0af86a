package io.assay.spark.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.statistics.FloatStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file says about its pages never hides a row. */
class PageStatisticsTest {
  private static final ArrowType FLOAT = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  private static final ArrowType DOUBLE =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);

  @TempDir private Path folder;
  private int files;

  private interface Check {
    void on(ColumnChunkMetaData chunk, ParquetFileReader reader) throws IOException;
  }

  @Test
  void infinitiesAreTheEndsOfTheirPage() throws IOException {
    Float[] numbers = {1f, Float.NEGATIVE_INFINITY, null, Float.POSITIVE_INFINITY};

    ofFloats(
        numbers,
        (chunk, reader) -> {
          FloatStatistics found = (FloatStatistics) (Statistics<?>) chunk.getStatistics();
          assertThat(found.getMin()).isEqualTo(Float.NEGATIVE_INFINITY);
          assertThat(found.getMax()).isEqualTo(Float.POSITIVE_INFINITY);
          assertThat(found.getNumNulls()).isEqualTo(1);
          assertThat(index(chunk, reader).getNullCounts()).containsExactly(1L);
        });
  }

  @Test
  void aZeroAtAnEndStandsForBothZeros() throws IOException {
    for (float zero : new float[] {-0f, 0f}) {
      ofFloats(
          new Float[] {zero, zero},
          (chunk, reader) -> {
            FloatStatistics found = (FloatStatistics) (Statistics<?>) chunk.getStatistics();
            assertThat(Float.floatToRawIntBits(found.getMin())).isEqualTo(1 << 31);
            assertThat(Float.floatToRawIntBits(found.getMax())).isZero();
          });
    }
  }

  @Test
  void aColumnWithNanHasNoEnds() throws IOException {
    ofFloats(
        new Float[] {1f, Float.NaN, 2f},
        (chunk, reader) -> {
          assertThat(chunk.getStatistics().isEmpty()).isTrue();
          assertThat(reader.readColumnIndex(chunk)).isNull();
          assertThat(reader.readOffsetIndex(chunk).getPageCount()).isEqualTo(1);
        });
    of(
        DOUBLE,
        3,
        vector -> {
          ((Float8Vector) vector).setSafe(0, Double.NaN);
          ((Float8Vector) vector).setSafe(2, 1);
        },
        (chunk, reader) -> assertThat(chunk.getStatistics().isEmpty()).isTrue());
  }

  @Test
  void onlyAPageWithoutAnyValueIsCalledAPageOfNulls() throws IOException {
    int rows = 2 * ColumnPages.PAGE_ROWS;
    Float[] numbers = new Float[rows];
    numbers[rows - 1] = 3f;

    ofFloats(
        numbers,
        (chunk, reader) -> {
          assertThat(index(chunk, reader).getNullPages()).containsExactly(true, false);
          assertThat(index(chunk, reader).getNullCounts())
              .containsExactly((long) ColumnPages.PAGE_ROWS, ColumnPages.PAGE_ROWS - 1L);
          assertThat(chunk.getStatistics().getNumNulls()).isEqualTo(rows - 1);
        });
  }

  @Test
  void textsAreOrderedAsTheirBytesWithoutSign() throws IOException {
    of(
        ArrowType.Utf8.INSTANCE,
        3,
        vector -> {
          VarCharVector texts = (VarCharVector) vector;
          texts.setSafe(0, "é".getBytes(StandardCharsets.UTF_8));
          texts.setSafe(1, "z".getBytes(StandardCharsets.UTF_8));
          texts.setSafe(2, "".getBytes(StandardCharsets.UTF_8));
        },
        (chunk, reader) -> {
          assertThat(chunk.getStatistics().getMinBytes()).isEmpty();
          assertThat(chunk.getStatistics().getMaxBytes())
              .isEqualTo("é".getBytes(StandardCharsets.UTF_8));
        });
  }

  private void ofFloats(Float[] numbers, Check check) throws IOException {
    of(
        FLOAT,
        numbers.length,
        vector -> {
          for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != null) {
              ((Float4Vector) vector).setSafe(i, numbers[i]);
            }
          }
        },
        check);
  }

  private void of(
      ArrowType type, int rows, java.util.function.Consumer<FieldVector> fill, Check check)
      throws IOException {
    Schema schema = new Schema(List.of(Field.nullable("x", type)), Map.of());
    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(folder.resolve("x" + files++).toUri());
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        ParquetTable table = new ParquetTable(file, schema, new Configuration())) {
      root.getVector(0).setInitialCapacity(rows);
      root.allocateNew();
      fill.accept(root.getVector(0));
      root.setRowCount(rows);
      table.write(root);
      table.finish();
    }
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, new Configuration()))) {
      check.on(reader.getFooter().getBlocks().get(0).getColumns().get(0), reader);
    }
  }

  private static ColumnIndex index(ColumnChunkMetaData chunk, ParquetFileReader reader)
      throws IOException {
    return reader.readColumnIndex(chunk);
  }
}
