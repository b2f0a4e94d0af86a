package io.assay.engine.onnx;

import ai.onnxruntime.OnnxJavaType;
import io.assay.engine.MadeUpRows;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The numbers that an input may take. */
enum Element {
  /** 32 bit. */
  FLOAT32(OnnxJavaType.FLOAT) {
    @Override
    void put(ByteBuffer into, int place, float value) {
      into.putFloat(place * Float.BYTES, value);
    }
  },
  /** 64 bit. */
  FLOAT64(OnnxJavaType.DOUBLE) {
    @Override
    void put(ByteBuffer into, int place, float value) {
      into.putDouble(place * Double.BYTES, value);
    }
  },
  /** Whole numbers, such as ids. */
  INT64(OnnxJavaType.INT64) {
    @Override
    void put(ByteBuffer into, int place, float value) {
      into.putLong(place * Long.BYTES, (long) value);
    }
  },
  /** Whole numbers. */
  INT32(OnnxJavaType.INT32) {
    @Override
    void put(ByteBuffer into, int place, float value) {
      into.putInt(place * Integer.BYTES, (int) value);
    }
  },
  /** 0 or 1. */
  BOOL(OnnxJavaType.BOOL) {
    @Override
    void put(ByteBuffer into, int place, float value) {
      into.put(place, (byte) value);
    }
  };

  private static final float MOST_WHOLE = 1 << 24; // above it float32 skips whole numbers

  private final OnnxJavaType type;

  Element(OnnxJavaType type) {
    this.type = type;
  }

  /** Returns what goes with a type of ONNX Runtime's. */
  static Optional<Element> of(OnnxJavaType type) {
    return Arrays.stream(values()).filter(element -> element.type == type).findFirst();
  }

  /** Writes a value to a place, counted in elements. */
  abstract void put(ByteBuffer into, int place, float value);

  OnnxJavaType type() {
    return type;
  }

  /** Returns how many bytes one takes. */
  int bytes() {
    return type.size;
  }

  /** Returns a value to try it with. */
  float madeUp(int row, int position) {
    return switch (this) {
      case FLOAT32, FLOAT64 -> MadeUpRows.number(row);
      case INT64, INT32 -> MadeUpRows.id(row, position);
      case BOOL -> (row + position) % 2;
    };
  }

  /** Returns whether it holds a value as it is. */
  boolean holds(float value) {
    return switch (this) {
      case FLOAT32, FLOAT64 -> true;
      case INT64, INT32 -> value == Math.rint(value) && Math.abs(value) <= MOST_WHOLE;
      case BOOL -> value == 0 || value == 1;
    };
  }

  /** Says what it holds. */
  String allowed() {
    return this == BOOL
        ? "0 or 1 (bool)"
        : "whole numbers (" + name().toLowerCase(Locale.ROOT) + ")";
  }
}
