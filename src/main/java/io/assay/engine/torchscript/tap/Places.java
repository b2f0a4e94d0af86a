package io.assay.engine.torchscript.tap;

import io.assay.engine.torchscript.code.ClassCode;
import io.assay.engine.torchscript.code.Expression;
import io.assay.engine.torchscript.code.Program;
import io.assay.engine.torchscript.code.Routine;
import io.assay.engine.torchscript.tap.Selector.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The numbers of all places of a model. They follow the tree of submodules: a class takes as many
 * as its value, what was asked for beside it, and its submodules need, so that an object's places
 * are its class's, counted from the object's own number on. Code is written once a class.
 */
public final class Places {
  private final Program program;
  private final ClassCode root;
  private final List<Selector> asked;
  private final Map<String, Set<Extra>> extras = new HashMap<>(); // by class
  private final Map<String, Layout> layouts = new HashMap<>(); // by class

  /** The numbers in one class: those of its value, its extras, its submodules, and how many. */
  private record Layout(
      List<String> leaves, Map<Extra, Integer> extras, Map<String, Integer> children, int size) {}

  /**
   * Numbers the places of a model.
   *
   * @param asked selectors of further places; those that lead nowhere are left out
   */
  public Places(Program program, ClassCode root, List<Selector> asked) {
    this.program = program;
    this.root = root;
    this.asked = List.copyOf(asked);
    for (Selector selector : asked) {
      boolean isLeaf = selector.kind() == Kind.VALUE && !isKeyed(selector);
      Optional<ClassCode> type = type(selector.steps());
      if (type.isPresent() && !isLeaf) {
        extras
            .computeIfAbsent(type.get().name(), name -> new LinkedHashSet<>())
            .add(new Extra(selector.kind(), selector.what()));
      }
    }
  }

  /** Returns whether a selector names an element of a list or dict. */
  private boolean isKeyed(Selector selector) {
    ValueType value = type(selector.steps()).flatMap(this::value).orElse(null);
    return value != null
        && !selector.what().isEmpty()
        && (value.isTensorList() || value.isTensorDict());
  }

  /** Returns the class at the end of a path of attributes. */
  Optional<ClassCode> type(List<String> path) {
    ClassCode type = root;
    for (String step : path) {
      Expression field = type.fields().get(step);
      Optional<ClassCode> next = field == null ? Optional.empty() : program.moduleType(field);
      if (next.isEmpty()) {
        return next;
      }
      type = next.get();
    }
    return Optional.of(type);
  }

  /** Returns what a module of a class gives. */
  Optional<ValueType> value(ClassCode type) {
    return program.method(type, "forward").flatMap(Routine::returns).map(ValueType::new);
  }

  /** Returns what was asked for in the objects of a class. */
  Set<Extra> extras(ClassCode type) {
    return extras.getOrDefault(type.name(), Set.of());
  }

  /** Returns the number of an extra, counted from its object's. */
  int slot(ClassCode type, Extra extra) {
    return layout(type).extras().getOrDefault(extra, -1);
  }

  /** Returns the number of a submodule, counted from the object's that the path begins at. */
  int offset(ClassCode from, List<String> path) {
    int offset = 0;
    ClassCode type = from;
    for (String step : path) {
      offset += layout(type).children().getOrDefault(step, 0);
      Expression field = type.fields().get(step);
      type = field == null ? type : program.moduleType(field).orElse(type);
    }
    return offset;
  }

  private Layout layout(ClassCode type) {
    Layout known = layouts.get(type.name());
    if (known != null) {
      return known;
    }
    List<String> leaves = value(type).map(ValueType::leaves).orElse(List.of());
    int next = Math.max(1, leaves.size());
    Map<Extra, Integer> slots = new LinkedHashMap<>();
    for (Extra extra : extras(type)) {
      slots.put(extra, next++);
    }
    Map<String, Integer> children = new LinkedHashMap<>();
    for (Map.Entry<String, Expression> field : type.fields().entrySet()) {
      Optional<ClassCode> child = program.moduleType(field.getValue());
      if (child.isPresent()) {
        children.put(field.getKey(), next);
        next = Math.addExact(next, layout(child.get()).size());
      }
    }
    Layout layout = new Layout(leaves, slots, children, next);
    layouts.put(type.name(), layout);
    return layout;
  }

  /** Returns every place: the values of all submodules, and what was asked for. */
  public List<Place> all() {
    List<Place> all = new ArrayList<>();
    addValues(root, "", 0, all);
    for (Selector selector : asked) {
      Optional<ClassCode> type = type(selector.steps());
      Extra extra = new Extra(selector.kind(), selector.what());
      boolean isNew = all.stream().noneMatch(place -> place.name().equals(selector.name()));
      if (isNew && type.isPresent() && extras(type.get()).contains(extra)) {
        int number = offset(root, selector.steps()) + slot(type.get(), extra);
        all.add(new Place(number, selector.name(), typeName(type.get(), selector)));
      }
    }
    return all;
  }

  private static String typeName(ClassCode owner, Selector selector) {
    return switch (selector.kind()) {
      case VALUE -> owner.plainName();
      case INPUT -> "input of " + owner.plainName();
      case OPERATION -> selector.what().substring(selector.what().lastIndexOf('.') + 1);
      case VARIABLE -> "variable of " + owner.plainName();
    };
  }

  private void addValues(ClassCode type, String path, int number, List<Place> into) {
    Layout layout = layout(type);
    if (!path.isEmpty()) {
      for (int leaf = 0; leaf < layout.leaves().size(); leaf++) {
        into.add(new Place(number + leaf, path + layout.leaves().get(leaf), type.plainName()));
      }
    }
    layout
        .children()
        .forEach(
            (attribute, offset) -> {
              String inner = path.isEmpty() ? attribute : path + "." + attribute;
              type(List.of(inner.split("\\.", -1)))
                  .ifPresent(child -> addValues(child, inner, number + offset, into));
            });
  }

  /** Returns what a submodule gives, as its code declares it; nothing if there is none. */
  public Optional<String> declared(String path) {
    return type(path.isEmpty() ? List.of() : List.of(path.split("\\.", -1)))
        .filter(type -> !path.isEmpty())
        .map(type -> value(type).map(ValueType::text).orElse("nothing"));
  }
}
