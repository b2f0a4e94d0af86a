package io.assay.spark.parquet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Tables of any columns and values, the same for a seed however they are cut into batches. */
final class RandomTable {
  private static final List<ArrowType> TYPES =
      List.of(
          new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
          new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
          ArrowType.Utf8.INSTANCE,
          ArrowType.Binary.INSTANCE,
          new ArrowType.Int(64, true),
          new ArrowType.Int(32, true),
          new ArrowType.Int(16, true),
          new ArrowType.Int(8, true),
          ArrowType.Bool.INSTANCE,
          new ArrowType.Date(DateUnit.DAY),
          new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"),
          new ArrowType.Timestamp(TimeUnit.MICROSECOND, null),
          new ArrowType.Decimal(20, 3, 128));

  private final long seed;
  private final Schema schema;

  /** Draws a schema: {@code row_id}, and from one to twelve columns. */
  RandomTable(long seed) {
    this.seed = seed;
    SplittableRandom random = new SplittableRandom(seed);
    List<Field> fields = new ArrayList<>();
    fields.add(Field.notNullable("row_id", ArrowType.Utf8.INSTANCE));
    int columns = random.nextInt(1, 13);
    for (int column = 0; column < columns; column++) {
      ArrowType type = TYPES.get(random.nextInt(TYPES.size()));
      FieldType field = new FieldType(random.nextBoolean(), type, null);
      String name = "c" + column;
      if (random.nextInt(3) > 0) {
        fields.add(new Field(name, field, List.of()));
      } else {
        fields.add(
            new Field(
                name,
                new FieldType(random.nextBoolean(), ArrowType.List.INSTANCE, null),
                List.of(new Field("element", field, List.of()))));
      }
    }
    this.schema = new Schema(fields, Map.of("assay.note", "né", "assay.other", "{}"));
  }

  Schema schema() {
    return schema;
  }

  /** Returns the rows {@code from} to {@code to} (exclusive). */
  VectorSchemaRoot rows(int from, int to, BufferAllocator allocator) {
    VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
    root.allocateNew();
    for (int column = 0; column < schema.getFields().size(); column++) {
      FieldVector vector = root.getVector(column);
      for (int row = from; row < to; row++) {
        SplittableRandom random = new SplittableRandom(31 * (31 * seed + column) + row);
        if (column == 0) {
          byte[] id = ("zeile-ü-" + row).getBytes(StandardCharsets.UTF_8);
          ((VarCharVector) vector).setSafe(row - from, id);
        } else if (vector instanceof ListVector list) {
          putList(list, row - from, random);
        } else {
          put(vector, row - from, random);
        }
      }
    }
    root.setRowCount(to - from);
    return root;
  }

  private static void putList(ListVector list, int at, SplittableRandom random) {
    if (list.getField().isNullable() && random.nextInt(4) == 0) {
      list.setNull(at);
      return;
    }
    int length = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 20);
    int start = list.startNewValue(at);
    for (int i = 0; i < length; i++) {
      put(list.getDataVector(), start + i, random);
    }
    list.endValue(at, length);
  }

  private static void put(FieldVector vector, int at, SplittableRandom random) {
    if (vector.getField().isNullable() && random.nextInt(3) == 0) {
      vector.setValueCount(Math.max(vector.getValueCount(), at + 1)); // null
    } else if (vector instanceof Float4Vector floats) {
      floats.setSafe(at, (float) number(random));
    } else if (vector instanceof Float8Vector doubles) {
      doubles.setSafe(at, number(random));
    } else if (vector instanceof VarCharVector text) {
      text.setSafe(at, text(random).getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof VarBinaryVector bytes) {
      bytes.setSafe(at, text(random).getBytes(StandardCharsets.UTF_16LE));
    } else if (vector instanceof BitVector bits) {
      bits.setSafe(at, random.nextInt(2));
    } else if (vector instanceof DecimalVector decimals) {
      decimals.setSafe(at, new java.math.BigDecimal(random.nextLong()).movePointLeft(3));
    } else {
      putInteger(vector, at, random.nextLong());
    }
  }

  private static void putInteger(FieldVector vector, int at, long number) {
    if (vector instanceof BigIntVector longs) {
      longs.setSafe(at, number);
    } else if (vector instanceof IntVector ints) {
      ints.setSafe(at, (int) number);
    } else if (vector instanceof SmallIntVector shorts) {
      shorts.setSafe(at, (short) number);
    } else if (vector instanceof TinyIntVector bytes) {
      bytes.setSafe(at, (byte) number);
    } else if (vector instanceof DateDayVector days) {
      days.setSafe(at, (int) (number % 20_000));
    } else {
      ((TimeStampVector) vector).setSafe(at, number % 4_000_000_000_000_000L);
    }
  }

  private static double number(SplittableRandom random) {
    return switch (random.nextInt(40)) {
      case 0 -> Double.POSITIVE_INFINITY;
      case 1 -> Double.NEGATIVE_INFINITY;
      case 2 -> -0.0;
      case 3 -> 0;
      default -> random.nextGaussian();
    };
  }

  private static String text(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> "";
      case 1 -> "klasse ä";
      case 2 -> "日本語 " + random.nextInt(20);
      case 3 -> "long ".repeat(random.nextInt(1, 60));
      default -> "t" + random.nextInt(200);
    };
  }
}
