package io.assay.engine.torchscript;

import static io.assay.ErrorCode.MODEL_LAYER;

import ai.djl.ndarray.types.Shape;
import io.assay.AssayException;
import io.assay.engine.torchscript.TappedModule.Seen;
import io.assay.engine.torchscript.tap.Place;
import io.assay.engine.torchscript.tap.Places;
import io.assay.engine.torchscript.tap.Selector;
import io.assay.engine.torchscript.tap.Selector.Kind;
import io.assay.model.LayerInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The layers of a model, found by passes over a few made-up rows, and why others are none. */
final class LayerMap {
  private final Path file;
  private final Places places;
  private final List<String> operations; // of the whole model's own code
  private final Map<String, Place> byName = new LinkedHashMap<>();
  private final Map<Integer, List<Firing>> firings = new LinkedHashMap<>();

  /** What one firing held for each of two numbers of rows; the second is missing at times. */
  private record Firing(Seen first, Optional<Seen> second, int firstRows, int secondRows) {
    Optional<String> objection() {
      long[] one = first.shape().getShape();
      if (!first.type().isFloating()) {
        return Optional.of("it holds no floating-point numbers but " + first.type());
      }
      long[] other = second.map(seen -> seen.shape().getShape()).orElse(new long[0]);
      boolean hasRows =
          one.length > 0
              && one.length == other.length
              && one[0] == firstRows
              && other[0] == secondRows
              && Arrays.equals(one, 1, one.length, other, 1, other.length);
      boolean isEmpty = first.shape().size() == 0;
      return hasRows && !isEmpty
          ? Optional.empty()
          : Optional.of(
              "its shape for "
                  + firstRows
                  + " rows is "
                  + first.shape()
                  + ", which has no axis of rows in front");
    }

    List<Integer> rowShape() {
      Shape shape = first.shape();
      List<Integer> sizes = new ArrayList<>();
      for (int axis = 1; axis < shape.dimension(); axis++) {
        sizes.add(Math.toIntExact(shape.get(axis)));
      }
      return sizes.isEmpty() ? List.of(1) : sizes;
    }
  }

  /**
   * Puts surveys together.
   *
   * @param operations that selectors of the whole model's own code may name
   * @param first a survey of {@code firstRows} rows
   * @param second one of {@code secondRows}, fewer
   */
  LayerMap(Path file, Places places, List<String> operations, Survey first, Survey second) {
    this.file = file;
    this.places = places;
    this.operations = List.copyOf(operations);
    places.all().forEach(place -> byName.put(place.name(), place));
    Map<Integer, List<Seen>> others = byPlace(second.seen());
    byPlace(first.seen())
        .forEach(
            (place, seen) -> {
              List<Seen> other = others.getOrDefault(place, List.of());
              List<Firing> found = new ArrayList<>();
              for (int i = 0; i < seen.size(); i++) {
                Optional<Seen> twin =
                    i < other.size() ? Optional.of(other.get(i)) : Optional.empty();
                found.add(new Firing(seen.get(i), twin, first.rows(), second.rows()));
              }
              firings.put(place, found);
            });
  }

  /** The places that a pass over so many rows came by. */
  record Survey(int rows, List<Seen> seen) {}

  private static Map<Integer, List<Seen>> byPlace(List<Seen> seen) {
    Map<Integer, List<Seen>> byPlace = new LinkedHashMap<>();
    seen.forEach(
        each -> byPlace.computeIfAbsent(each.place(), place -> new ArrayList<>()).add(each));
    return byPlace;
  }

  /** Returns every layer by its first firing, in the order of computation. */
  List<LayerInfo> infos() {
    Map<Integer, Place> byNumber = new LinkedHashMap<>();
    byName.values().forEach(place -> byNumber.put(place.number(), place));
    List<LayerInfo> infos = new ArrayList<>();
    firings.forEach(
        (number, found) -> {
          Place place = byNumber.get(number);
          Firing firing = found.get(0);
          if (place != null && firing.objection().isEmpty()) {
            infos.add(new LayerInfo(place.name(), place.type(), firing.rowShape()));
          }
        });
    return infos;
  }

  /**
   * Returns a layer.
   *
   * @throws AssayException MODEL_LAYER with the reason, and what there is
   */
  Layer find(String text) {
    Selector selector = Selector.of(text).orElse(null);
    Place place = selector == null ? null : byName.get(selector.name());
    if (selector == null || place == null) {
      throw refused(text, selector == null ? unknown() : missing(selector));
    }
    List<Firing> found = firings.getOrDefault(place.number(), List.of());
    if (selector.firing() >= found.size()) {
      throw refused(text, fired(found.size()));
    }
    Firing firing = found.get(selector.firing());
    firing
        .objection()
        .ifPresent(
            reason -> {
              throw refused(text, reason);
            });
    LayerInfo info = new LayerInfo(selector.toString(), place.type(), firing.rowShape());
    return new Layer(place, selector.firing(), info);
  }

  private static String unknown() {
    return "that is no selector; write path, <path, path:operation or path@variable, and #k after it"
        + " for the k-th time, from 0";
  }

  private static String fired(int times) {
    return times == 0
        ? "it is there, but the model never calls it"
        : "it is computed " + times + (times == 1 ? " time" : " times") + " in a pass, from #0 on";
  }

  private String missing(Selector selector) {
    Optional<String> declared = places.declared(selector.path());
    boolean isThere = declared.isPresent() || selector.path().isEmpty();
    if (isThere && selector.kind() != Kind.VALUE) {
      return "it was not asked for; name it in model.layers";
    }
    if (declared.isPresent()) {
      return "it gives "
          + declared.get()
          + "; name an element of a list or dict in model.layers, such as "
          + selector.path()
          + "[0] or "
          + selector.path()
          + "[name]";
    }
    return "there is no such submodule";
  }

  private AssayException refused(String text, String reason) {
    List<String> names = infos().stream().map(LayerInfo::name).toList();
    String there =
        names.isEmpty()
            ? "none: it was frozen or inlined, so name operations or variables in model.layers, such"
                + " as "
                + Nearest.some(operations)
            : Nearest.some(names);
    List<String> near = Nearest.of(text, names);
    return new AssayException(
        MODEL_LAYER,
        "Cannot take hold of layer '%s' of %s: %s%s; its layers are %s",
        text,
        file,
        reason,
        near.isEmpty() ? "" : "; nearest: " + String.join(", ", near),
        there);
  }
}
