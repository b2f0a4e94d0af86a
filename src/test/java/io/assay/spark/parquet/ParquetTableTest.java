package io.assay.spark.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole columns hold what the row-wise writer writes. */
class ParquetTableTest {
  private static final ArrowType FLOAT = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  private static final Configuration PLAIN = new Configuration();

  private final BufferAllocator allocator = new RootAllocator();
  @TempDir private Path folder;

  @AfterEach
  void noArrowMemoryIsLeft() {
    allocator.close();
  }

  @ParameterizedTest
  @CsvSource({"1,0,12", "2,1,12", "3,9,24", "4,300,12", "5,3000,4", "6,25000,1"})
  void anyTableIsWhatTheRowWiseWriterMakesOfIt(long seed, int rows, int schemas)
      throws IOException {
    for (long schema = 100 * seed; schema < 100 * seed + schemas; schema++) {
      RandomTable table = new RandomTable(schema);
      Path ours = write(table, rows, Math.max(1, rows), "ours" + schema);
      Path theirs = writeRowWise(table, rows, "theirs" + schema);

      assertThat(footer(ours).getFileMetaData().getSchema())
          .isEqualTo(footer(theirs).getFileMetaData().getSchema());
      assertThat(footer(ours).getFileMetaData().getKeyValueMetaData())
          .isEqualTo(footer(theirs).getFileMetaData().getKeyValueMetaData());
      assertThat(records(ours, FilterCompat.NOOP))
          .as("schema %d", schema)
          .isEqualTo(records(theirs, FilterCompat.NOOP));
    }
  }

  @Test
  void howRowsAreCutIntoBatchesDoesNotShowInTheFile() throws IOException {
    for (int seed = 0; seed < 2; seed++) {
      RandomTable table = new RandomTable(seed);
      Path whole = write(table, 21_000, 21_000, "whole" + seed);

      Path cut = write(table, 21_000, 777, "cut" + seed);

      assertThat(cut).hasSameBinaryContentAs(whole);
    }
  }

  @Test
  void aPointLookupFindsItsRowThroughThePageIndex() throws IOException {
    int rows = 45_000;
    RandomTable table = new RandomTable(3);
    Path file = write(table, rows, 5_000, "lookup");

    assertThat(pages(file, 0)).isEqualTo(4);
    for (int row : new int[] {0, 19_999, 20_000, rows - 1}) {
      Binary id = Binary.fromString("zeile-ü-" + row);
      List<String> found =
          records(file, FilterCompat.get(FilterApi.eq(FilterApi.binaryColumn("row_id"), id)));

      assertThat(found).hasSize(1);
      assertThat(found.get(0)).contains("row_id: zeile-ü-" + row + "\n");
    }
  }

  @Test
  void aRowGroupEndsWithTheRowThatFillsIt() throws IOException {
    int length = 150_528;
    Schema schema =
        new Schema(
            List.of(
                new Field(
                    "values",
                    FieldType.notNullable(ArrowType.List.INSTANCE),
                    List.of(Field.notNullable("element", FLOAT)))),
            Map.of());
    Path file = folder.resolve("groups");
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        ParquetTable table = new ParquetTable(path(file), schema, PLAIN)) {
      for (int batch = 0; batch < 8; batch++) {
        fill((ListVector) root.getVector(0), 16, length);
        root.setRowCount(16);
        table.write(root);
      }
      table.finish();
    }

    int full = 112; // 112 * (1 + 4 * 150,528) bytes are the first that are 64 MiB
    assertThat(footer(file).getBlocks())
        .extracting(BlockMetaData::getRowCount)
        .containsExactly((long) full, 128L - full);
    assertThat(pages(file, 0)).isEqualTo(full);
  }

  private static void fill(ListVector list, int rows, int length) {
    list.clear();
    list.allocateNew();
    for (int row = 0; row < rows; row++) {
      list.startNewValue(row);
      list.endValue(row, length);
    }
    Float4Vector numbers = (Float4Vector) list.getDataVector();
    numbers.allocateNew(rows * length);
    for (int i = 0; i < rows * length; i++) {
      numbers.set(i, i % 3);
    }
  }

  @Test
  void aFileWithoutItsEndIsNoTable() throws IOException {
    RandomTable table = new RandomTable(1);
    Path file = folder.resolve("torso");
    try (VectorSchemaRoot rows = table.rows(0, 10, allocator);
        ParquetTable torso = new ParquetTable(path(file), table.schema(), PLAIN)) {
      torso.write(rows);
    }

    assertThatThrownBy(() -> footer(file)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void aFileThatIsThereIsNotWrittenOver() throws IOException {
    Path file = Files.createFile(folder.resolve("there"));

    assertThatThrownBy(() -> new ParquetTable(path(file), new RandomTable(1).schema(), PLAIN))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("Cannot write");
  }

  @Test
  void listsOfListsAreRefused() {
    Field inner =
        new Field(
            "element",
            FieldType.nullable(ArrowType.List.INSTANCE),
            List.of(Field.nullable("element", ArrowType.Utf8.INSTANCE)));
    Schema schema =
        new Schema(
            List.of(new Field("x", FieldType.nullable(ArrowType.List.INSTANCE), List.of(inner))),
            Map.of());

    assertThatThrownBy(() -> new ParquetTable(path(folder.resolve("no")), schema, PLAIN))
        .hasMessageContaining("no Parquet type");
    assertThat(folder).isEmptyDirectory();
  }

  private Path write(RandomTable table, int rows, int batch, String name) {
    Path file = folder.resolve(name);
    try (ParquetTable parquet = new ParquetTable(path(file), table.schema(), PLAIN)) {
      for (int from = 0; from < rows || from == 0; from += batch) {
        try (VectorSchemaRoot part = table.rows(from, Math.min(rows, from + batch), allocator)) {
          parquet.write(part);
        }
      }
      parquet.finish();
      assertThat(parquet.written()).isEqualTo(rows);
    }
    return file;
  }

  private Path writeRowWise(RandomTable table, int rows, String name) {
    Path file = folder.resolve(name);
    try (VectorSchemaRoot all = table.rows(0, rows, allocator);
        RowWiseTable parquet = new RowWiseTable(path(file), table.schema(), PLAIN)) {
      parquet.write(all);
    }
    return file;
  }

  private static org.apache.hadoop.fs.Path path(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  private static org.apache.parquet.hadoop.metadata.ParquetMetadata footer(Path file)
      throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path(file), PLAIN))) {
      return reader.getFooter();
    }
  }

  private static int pages(Path file, int column) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path(file), PLAIN))) {
      return reader
          .readOffsetIndex(reader.getFooter().getBlocks().get(0).getColumns().get(column))
          .getPageCount();
    }
  }

  private static List<String> records(Path file, FilterCompat.Filter filter) throws IOException {
    List<String> records = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path(file)).withFilter(filter).build()) {
      for (Group record = reader.read(); record != null; record = reader.read()) {
        records.add(record.toString());
      }
    }
    return records;
  }
}
