package io.assay.table;

/** The elements of an array of numbers, asked for as the type that the schema says they have. */
public interface ArrayCells {
  /** Returns how many elements there are. */
  int length();

  /** Returns whether any element is null. */
  boolean anyNull();

  /** Returns whether an element is null. */
  boolean isNull(int element);

  /** Copies all float32 elements; what a null becomes is not said. */
  void float32(float[] into, int at);

  /** Returns a float64 element. */
  double float64(int element);

  /** Returns an int32 element. */
  int int32(int element);
}
