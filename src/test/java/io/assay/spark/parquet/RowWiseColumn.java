package io.assay.spark.parquet;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** The way from one Arrow vector to one Parquet column, for the types that our tables use. */
final class RowWiseColumn {
  /** Hands the value at a position, never null, to Parquet. */
  private interface Value {
    void write(int position, RecordConsumer consumer);
  }

  private final FieldVector vector;
  private final Value value;

  private RowWiseColumn(FieldVector vector, Value value) {
    this.vector = vector;
    this.value = value;
  }

  /** Returns the column of a vector. */
  static RowWiseColumn of(FieldVector vector) {
    return new RowWiseColumn(vector, value(vector));
  }

  /** Writes the value of a row as the column at {@code index}; nothing if it is null. */
  void write(int row, int index, RecordConsumer consumer) {
    if (vector.isNull(row)) {
      return;
    }
    consumer.startField(vector.getName(), index);
    value.write(row, consumer);
    consumer.endField(vector.getName(), index);
  }

  private static Value value(FieldVector vector) {
    if (vector instanceof Float4Vector floats) {
      return (at, consumer) -> consumer.addFloat(floats.get(at));
    } else if (vector instanceof Float8Vector doubles) {
      return (at, consumer) -> consumer.addDouble(doubles.get(at));
    } else if (vector instanceof VarCharVector text) {
      return (at, consumer) -> consumer.addBinary(Binary.fromConstantByteArray(text.get(at)));
    } else if (vector instanceof VarBinaryVector bytes) {
      return (at, consumer) -> consumer.addBinary(Binary.fromConstantByteArray(bytes.get(at)));
    } else if (vector instanceof BigIntVector longs) {
      return (at, consumer) -> consumer.addLong(longs.get(at));
    } else if (vector instanceof ListVector list) {
      return list(list);
    }
    return rarerValue(vector);
  }

  private static Value rarerValue(FieldVector vector) {
    if (vector instanceof IntVector ints) {
      return (at, consumer) -> consumer.addInteger(ints.get(at));
    } else if (vector instanceof SmallIntVector shorts) {
      return (at, consumer) -> consumer.addInteger(shorts.get(at));
    } else if (vector instanceof TinyIntVector bytes) {
      return (at, consumer) -> consumer.addInteger(bytes.get(at));
    } else if (vector instanceof BitVector bits) {
      return (at, consumer) -> consumer.addBoolean(bits.get(at) != 0);
    } else if (vector instanceof DateDayVector days) {
      return (at, consumer) -> consumer.addInteger(days.get(at));
    } else if (vector instanceof TimeStampMicroTZVector || vector instanceof TimeStampMicroVector) {
      TimeStampVector micros = (TimeStampVector) vector;
      return (at, consumer) -> consumer.addLong(micros.get(at));
    } else if (vector instanceof DecimalVector decimals) {
      return (at, consumer) -> consumer.addBinary(decimal(decimals, at));
    }
    throw unknown(vector.getField().toString());
  }

  private static Value list(ListVector list) {
    FieldVector elements = list.getDataVector();
    Value element = value(elements);
    return (at, consumer) -> {
      consumer.startGroup();
      int start = list.getElementStartIndex(at);
      int end = list.getElementEndIndex(at);
      if (end > start) {
        consumer.startField("list", 0);
        for (int i = start; i < end; i++) {
          consumer.startGroup();
          if (!elements.isNull(i)) {
            consumer.startField("element", 0);
            element.write(i, consumer);
            consumer.endField("element", 0);
          }
          consumer.endGroup();
        }
        consumer.endField("list", 0);
      }
      consumer.endGroup();
    };
  }

  private static Binary decimal(DecimalVector decimals, int at) {
    byte[] unscaled = decimals.getObject(at).unscaledValue().toByteArray();
    byte[] padded = new byte[DecimalVector.TYPE_WIDTH];
    byte sign = (byte) (unscaled[0] < 0 ? -1 : 0);
    java.util.Arrays.fill(padded, sign);
    ByteBuffer.wrap(padded).position(padded.length - unscaled.length).put(unscaled);
    return Binary.fromConstantByteArray(padded);
  }

  private static IllegalArgumentException unknown(String type) {
    return new IllegalArgumentException("no Parquet type for " + type);
  }
}
