package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.spark.parquet.ParquetTable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What we write with Arrow, Spark reads. */
@ExtendWith(SharedSpark.class)
class ParquetTableIT {
  private static final Map<String, DataType> TYPES =
      Map.ofEntries(
          Map.entry("i8", DataTypes.ByteType),
          Map.entry("i16", DataTypes.ShortType),
          Map.entry("i32", DataTypes.IntegerType),
          Map.entry("i64", DataTypes.LongType),
          Map.entry("f32", DataTypes.FloatType),
          Map.entry("f64", DataTypes.DoubleType),
          Map.entry("bool", DataTypes.BooleanType),
          Map.entry("text", DataTypes.StringType),
          Map.entry("bytes", DataTypes.BinaryType),
          Map.entry("day", DataTypes.DateType),
          Map.entry("instant", DataTypes.TimestampType),
          Map.entry("clock", DataTypes.TimestampNTZType),
          Map.entry("money", DataTypes.createDecimalType(12, 2)));

  private static Schema schema() {
    List<Field> fields =
        new java.util.ArrayList<>(
            TYPES.entrySet().stream()
                .map(each -> Field.nullable(each.getKey(), SparkTypes.stored(each.getValue())))
                .toList());
    fields.add(
        new Field(
            "list",
            FieldType.nullable(ArrowType.List.INSTANCE),
            List.of(Field.nullable("element", SparkTypes.stored(DataTypes.FloatType)))));
    return new Schema(fields, Map.of("assay.note", "kept"));
  }

  @Test
  void everyTypeAndNullsComeBack(SparkSession spark, @TempDir Path folder) {
    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(folder.resolve("all.parquet").toUri());
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema(), allocator)) {
      fill(root);
      try (ParquetTable table = new ParquetTable(file, schema(), new Configuration())) {
        table.write(root);
        table.write(root);
        table.finish();
        assertThat(table.written()).isEqualTo(4);
      }
    }

    Dataset<Row> read = spark.read().parquet(file.toString());

    TYPES.forEach(
        (name, type) -> assertThat(read.schema().apply(name).dataType()).as(name).isEqualTo(type));
    Dataset<Row> text =
        read.selectExpr(
            "i8",
            "i16",
            "i32",
            "i64",
            "f32",
            "f64",
            "bool",
            "text",
            "hex(bytes)",
            "cast(day as string)",
            "cast(instant as string)",
            "cast(clock as string)",
            "money",
            "list");
    assertThat(text.collectAsList())
        .extracting(row -> row.mkString("|"))
        .containsExactly(
            "-8|16|-32|64|0.5|-0.25|true|é|00FF|2026-01-02|1970-01-01 00:00:01|1970-01-01"
                + " 00:00:02|-12.34|ArraySeq(1.0, null)",
            "null".concat("|null".repeat(13)),
            "-8|16|-32|64|0.5|-0.25|true|é|00FF|2026-01-02|1970-01-01 00:00:01|1970-01-01"
                + " 00:00:02|-12.34|ArraySeq(1.0, null)",
            "null".concat("|null".repeat(13)));
  }

  private static void fill(VectorSchemaRoot root) {
    root.allocateNew();
    ((TinyIntVector) root.getVector("i8")).setSafe(0, -8);
    ((SmallIntVector) root.getVector("i16")).setSafe(0, 16);
    ((IntVector) root.getVector("i32")).setSafe(0, -32);
    ((BigIntVector) root.getVector("i64")).setSafe(0, 64);
    ((Float4Vector) root.getVector("f32")).setSafe(0, 0.5f);
    ((Float8Vector) root.getVector("f64")).setSafe(0, -0.25);
    ((BitVector) root.getVector("bool")).setSafe(0, 1);
    ((VarCharVector) root.getVector("text")).setSafe(0, "é".getBytes(StandardCharsets.UTF_8));
    ((VarBinaryVector) root.getVector("bytes")).setSafe(0, new byte[] {0, -1});
    ((DateDayVector) root.getVector("day"))
        .setSafe(0, (int) java.time.LocalDate.of(2026, 1, 2).toEpochDay());
    ((TimeStampMicroTZVector) root.getVector("instant")).setSafe(0, 1_000_000);
    ((TimeStampMicroVector) root.getVector("clock")).setSafe(0, 2_000_000);
    ((DecimalVector) root.getVector("money")).setSafe(0, new BigDecimal("-12.34"));
    UnionListWriter writer = ((ListVector) root.getVector("list")).getWriter();
    writer.setPosition(0);
    writer.startList();
    writer.float4().writeFloat4(1);
    writer.float4().writeNull();
    writer.endList();
    root.setRowCount(2);
  }
}
