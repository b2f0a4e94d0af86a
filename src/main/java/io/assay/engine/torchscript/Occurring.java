package io.assay.engine.torchscript;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** The numbers that occur in a list, each once, and where among them each of the list stands. */
final class Occurring {
  private final int[] numbers;
  private final int[] places;

  private Occurring(int[] numbers, int[] places) {
    this.numbers = numbers;
    this.places = places;
  }

  /** Sorts out {@code numberOf(0)} to {@code numberOf(size - 1)}. */
  static Occurring among(int size, IntUnaryOperator numberOf) {
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      places[i] = numberOf.applyAsInt(i);
    }
    int[] numbers = Arrays.stream(places).sorted().distinct().toArray();
    for (int i = 0; i < size; i++) {
      places[i] = Arrays.binarySearch(numbers, places[i]);
    }
    return new Occurring(numbers, places);
  }

  int[] numbers() {
    return numbers.clone();
  }

  int count() {
    return numbers.length;
  }

  int place(int i) {
    return places[i];
  }
}
