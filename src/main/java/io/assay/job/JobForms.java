package io.assay.job;

import io.assay.attribution.catalog.MethodCatalog;
import io.assay.attribution.catalog.MethodEntry;
import io.assay.global.catalog.GlobalCatalog;
import io.assay.global.catalog.GlobalEntry;
import io.assay.job.global.GlobalSpec;
import io.assay.job.input.PixelGroups;
import io.assay.job.input.RowsSpec;
import io.assay.job.slices.BinsSpec;
import io.assay.job.slices.SliceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parts of a job file that have forms of their own: targets, methods, groups of pixels. */
final class JobForms {
  private static final String TARGETS =
      "predicted, label, all, {class: a name} or {column: a number from 0}";

  private static final String ROWS =
      "all, {sample: {rows: a number}} or {sample: {precision: a share}}";

  private final List<MethodEntry<?>> shelf;

  private JobForms(List<MethodEntry<?>> shelf) {
    this.shelf = shelf;
  }

  /** Returns the forms for a catalogue of methods. */
  static Map<Class<?>, RecordBinder.Form> of(List<MethodEntry<?>> shelf) {
    JobForms forms = new JobForms(shelf);
    return Map.of(
        TargetSpec.class,
        JobForms::target,
        MethodSpec.class,
        forms::method,
        GlobalSpec.class,
        JobForms::global,
        PixelGroups.class,
        JobForms::pixels,
        RowsSpec.class,
        JobForms::rows,
        SliceSpec.class,
        JobForms::slice);
  }

  /** Returns a method with all options left out. */
  static MethodSpec standard(String key) {
    MethodEntry<?> entry = MethodCatalog.find(key).orElseThrow();
    YamlNode.Block nothing = new YamlNode.Block(Map.of(), "");
    Record options =
        new RecordBinder(new Problems(), Map.of()).bind(entry.optionsType(), nothing, "");
    return new MethodSpec(key, Objects.requireNonNull(options, key));
  }

  private static @Nullable Object rows(YamlNode node, String path, RecordBinder binder) {
    if (node instanceof YamlNode.Scalar scalar && scalar.text().equals("all")) {
      return RowsSpec.all();
    }
    if (node instanceof YamlNode.Block block) {
      return binder.bind(RowsSpec.class, block, path);
    }
    binder.problems().add(path, node.where(), "is " + node.describe() + "; need " + ROWS);
    return null;
  }

  private static @Nullable Object target(YamlNode node, String path, RecordBinder binder) {
    if (node instanceof YamlNode.Scalar scalar) {
      return switch (scalar.text()) {
        case "predicted" -> TargetSpec.of(TargetSpec.Kind.PREDICTED);
        case "label" -> TargetSpec.of(TargetSpec.Kind.LABEL);
        case "all" -> TargetSpec.of(TargetSpec.Kind.ALL);
        default -> refuse(node, path, binder);
      };
    }
    if (node instanceof YamlNode.Block block && block.entries().size() == 1) {
      Map.Entry<String, YamlNode> entry = block.entries().entrySet().iterator().next();
      String below = Problems.join(path, entry.getKey());
      if (entry.getKey().equals("class")) {
        Object name = Scalars.parse(String.class, "", entry.getValue(), below, binder.problems());
        return name == null ? null : TargetSpec.ofClass((String) name);
      }
      if (entry.getKey().equals("column")) {
        Object column =
            Scalars.parse(
                Integer.class, "0 to 1000000", entry.getValue(), below, binder.problems());
        return column == null ? null : TargetSpec.ofColumn((Integer) column);
      }
    }
    return refuse(node, path, binder);
  }

  private static @Nullable Object pixels(YamlNode node, String path, RecordBinder binder) {
    if (node instanceof YamlNode.Scalar scalar && scalar.text().equals("pixels")) {
      return PixelGroups.pixels();
    }
    if (node instanceof YamlNode.Block block && block.entries().size() == 1) {
      Map.Entry<String, YamlNode> entry = block.entries().entrySet().iterator().next();
      YamlNode inside = entry.getValue();
      String below = Problems.join(path, entry.getKey());
      if (entry.getKey().equals("grid")) {
        return grid(inside, below, binder);
      }
      if (entry.getKey().equals("slic") && inside instanceof YamlNode.Block options) {
        PixelGroups.Slic slic = binder.bind(PixelGroups.Slic.class, options, below);
        return slic == null ? null : PixelGroups.ofSlic(slic);
      }
    }
    String found = node instanceof YamlNode.Block block ? keys(block) : node.describe();
    binder.problems().add(path, node.where(), "is " + found + "; need " + PixelGroups.FORMS);
    return null;
  }

  private static @Nullable Object slice(YamlNode node, String path, RecordBinder binder) {
    if (node instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
      return SliceSpec.plain(scalar.text());
    }
    if (node instanceof YamlNode.Block block && block.entries().size() == 1) {
      Map.Entry<String, YamlNode> entry = block.entries().entrySet().iterator().next();
      String below = Problems.join(path, entry.getKey());
      if (entry.getKey().equals("bins") && entry.getValue() instanceof YamlNode.Block options) {
        BinsSpec bins = binder.bind(BinsSpec.class, options, below);
        return bins == null ? null : SliceSpec.ofBins(bins);
      }
      if (entry.getKey().equals("cross") && entry.getValue() instanceof YamlNode.Items items) {
        return cross(items, below, binder);
      }
    }
    String found = node instanceof YamlNode.Block block ? keys(block) : node.describe();
    binder.problems().add(path, node.where(), "is " + found + "; need " + SliceSpec.FORMS);
    return null;
  }

  private static @Nullable Object cross(YamlNode.Items items, String path, RecordBinder binder) {
    List<SliceSpec> parts = new ArrayList<>();
    for (YamlNode item : items.nodes()) {
      if (!(slice(item, path, binder) instanceof SliceSpec part)) {
        return null;
      }
      parts.add(part);
    }
    if (parts.size() != 2 || parts.stream().anyMatch(JobForms::isCross)) {
      binder.problems().add(path, items.where(), "is no pair; need " + SliceSpec.FORMS);
      return null;
    }
    return SliceSpec.ofCross(parts.get(0), parts.get(1));
  }

  private static boolean isCross(SliceSpec slice) {
    return slice.kind() == SliceSpec.Kind.CROSS;
  }

  private static @Nullable Object grid(YamlNode node, String path, RecordBinder binder) {
    List<Integer> sizes = new ArrayList<>();
    if (node instanceof YamlNode.Items items) {
      for (YamlNode item : items.nodes()) {
        Object size = Scalars.parse(Integer.class, "1 to 8192", item, path, binder.problems());
        if (size == null) {
          return null;
        }
        sizes.add((Integer) size);
      }
    }
    if (sizes.size() != 2) {
      binder.problems().add(path, node.where(), "is no pair; need [rows, columns]");
      return null;
    }
    return PixelGroups.ofGrid(sizes.get(0), sizes.get(1));
  }

  private static @Nullable Object refuse(YamlNode node, String path, RecordBinder binder) {
    String found = node instanceof YamlNode.Block block ? keys(block) : node.describe();
    binder.problems().add(path, node.where(), "is " + found + "; need " + TARGETS);
    return null;
  }

  private @Nullable Object method(YamlNode written, String path, RecordBinder binder) {
    YamlNode node = new Shorthand(shelf).method(written);
    if (!(node instanceof YamlNode.Block block) || block.entries().size() != 1) {
      binder.problems().add(path, node.where(), misplaced(node));
      return null;
    }
    Map.Entry<String, YamlNode> entry = block.entries().entrySet().iterator().next();
    String below = Problems.join(path, entry.getKey());
    Optional<MethodEntry<?>> known = find(entry.getKey());
    if (known.isEmpty()) {
      List<String> keys = shelf.stream().map(method -> method.info().key()).toList();
      String hint = Spelling.hint(entry.getKey(), names());
      binder
          .problems()
          .add(
              below,
              entry.getValue().where(),
              "is not a method" + hint + " (methods: " + keys + ")");
      return null;
    }
    Record options = options(known.get().optionsType(), entry.getValue(), below, binder);
    return options == null ? null : new MethodSpec(known.get().info().key(), options);
  }

  private static @Nullable Record options(
      Class<? extends Record> type, YamlNode node, String path, RecordBinder binder) {
    YamlNode given = YamlNode.isNull(node) ? new YamlNode.Block(Map.of(), node.where()) : node;
    if (!(given instanceof YamlNode.Block block)) {
      binder.problems().add(path, node.where(), "is " + node.describe() + "; need {option: value}");
      return null;
    }
    return binder.bind(type, block, path);
  }

  private static @Nullable Object global(YamlNode written, String path, RecordBinder binder) {
    YamlNode node = Shorthand.global(written);
    if (!(node instanceof YamlNode.Block block) || block.entries().size() != 1) {
      binder.problems().add(path, node.where(), misplaced(node));
      return null;
    }
    Map.Entry<String, YamlNode> entry = block.entries().entrySet().iterator().next();
    String below = Problems.join(path, entry.getKey());
    Optional<GlobalEntry<?>> known = GlobalCatalog.find(entry.getKey());
    if (known.isEmpty()) {
      List<String> keys = GlobalCatalog.entries().stream().map(each -> each.info().key()).toList();
      String text = "is not a global method" + Spelling.hint(entry.getKey(), globals());
      binder
          .problems()
          .add(below, entry.getValue().where(), text + " (global methods: " + keys + ")");
      return null;
    }
    Record options = options(known.get().optionsType(), entry.getValue(), below, binder);
    return options == null ? null : new GlobalSpec(known.get().info().key(), options);
  }

  /** Returns all names of all global methods. */
  private static List<String> globals() {
    return GlobalCatalog.entries().stream()
        .flatMap(entry -> Stream.concat(Stream.of(entry.info().key()), entry.aliases().stream()))
        .toList();
  }

  private Optional<MethodEntry<?>> find(String name) {
    return shelf.stream()
        .<MethodEntry<?>>map(entry -> entry)
        .filter(entry -> entry.answersTo(name))
        .findFirst();
  }

  /** Returns all names of all methods. */
  private List<String> names() {
    return shelf.stream()
        .flatMap(entry -> Stream.concat(Stream.of(entry.info().key()), entry.aliases().stream()))
        .toList();
  }

  private static String misplaced(YamlNode node) {
    String found = node instanceof YamlNode.Block block ? keys(block) : node.describe();
    return "is "
        + found
        + "; need a method's key, or {key: {option: value}} with the options one level deeper";
  }

  private static String keys(YamlNode.Block block) {
    return "a block with the keys " + block.entries().keySet();
  }
}
