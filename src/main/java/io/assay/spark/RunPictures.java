package io.assay.spark;

import io.assay.aggregate.RowSample;
import io.assay.aggregate.SampledRow;
import io.assay.job.InputPlan;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.report.MapSection;
import io.assay.report.PictureSection;
import io.assay.report.ReportContents;
import io.assay.report.TokenSection;
import io.assay.report.picture.Picture;
import io.assay.report.picture.Upsampling;
import io.assay.report.picture.ValueMap;
import io.assay.run.ShardStates;
import io.assay.run.StateKey;
import io.assay.table.ImageColumn;
import io.assay.table.InputLayout;
import io.assay.table.TextColumn;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run's report shows of single images and texts, and of images on average. */
final class RunPictures {
  private final RunPlan plan;
  private final InputLayout layout;
  private final Map<StateKey, RowSample> samples;
  private final List<PlannedMethod> methods;

  private RunPictures(RunPlan plan, InputLayout layout, ShardStates states) {
    this.plan = plan;
    this.layout = layout;
    this.samples = states.samples();
    this.methods = plan.methods().stream().filter(plan::isPictured).toList();
  }

  /** Adds pictures to a report, if rows are images or texts. */
  static ReportContents add(
      ReportContents contents,
      RunPlan plan,
      InputLayout layout,
      ShardStates states,
      List<RunFeatures.Section> features) {
    RunPictures pictures = new RunPictures(plan, layout, states);
    if (pictures.methods.isEmpty()) {
      return contents;
    }
    return plan.input().kind() == InputPlan.Kind.IMAGE
        ? contents.withImages(pictures.images(), pictures.maps(features))
        : contents.withTexts(pictures.texts());
  }

  /** A sampled row with the values of each method, in the methods' order. */
  private record Shown(String target, SampledRow row, List<Tensor> values) {}

  /** Rows of all outputs; the first method has the inputs. */
  private List<Shown> rows() {
    List<Shown> rows = new ArrayList<>();
    String first = methods.get(0).key();
    for (Map.Entry<StateKey, RowSample> entry : samples.entrySet()) {
      if (entry.getKey().method().equals(first)) {
        String target = entry.getKey().target();
        for (SampledRow row : entry.getValue().rows()) {
          rows.add(new Shown(target, row, values(target, row.rowId())));
        }
      }
    }
    return rows;
  }

  private List<Tensor> values(String target, String rowId) {
    List<Tensor> values = new ArrayList<>();
    for (PlannedMethod method : methods) {
      StateKey key = new StateKey(method.key(), target, StateKey.ALL_ROWS, StateKey.Kind.SAMPLE);
      Map<String, Tensor> byRow = new HashMap<>();
      Optional.ofNullable(samples.get(key))
          .ifPresent(sample -> sample.rows().forEach(row -> byRow.put(row.rowId(), row.values())));
      values.add(byRow.getOrDefault(rowId, Tensor.zeros(1, 0)));
    }
    return values;
  }

  private List<PictureSection> images() {
    ImageColumn image = layout.image();
    List<PictureSection> sections = new ArrayList<>();
    if (image == null) {
      return sections;
    }
    for (Shown shown : rows()) {
      List<PictureSection.Map> maps = new ArrayList<>();
      for (int i = 0; i < methods.size(); i++) {
        if (shown.values().get(i).rowLength() > 0) {
          String key = methods.get(i).key();
          maps.add(
              new PictureSection.Map(
                  key,
                  RunTables.title(key),
                  RunTables.shortUnit(plan, key),
                  values(plan, shown.values().get(i).values()),
                  Upsampling.BLOCKS));
        }
      }
      sections.add(
          new PictureSection(
              shown.row().rowId(),
              shown.target(),
              shown.row().score(),
              RunTables.unit(plan),
              picture(image, shown.row().features().values()),
              maps));
    }
    return sections;
  }

  /** Returns what an image's input shows. */
  static Picture picture(ImageColumn image, float[] input) {
    return Picture.of(
        image.form().brightness(input, 0),
        image.form().channels(),
        image.form().height(),
        image.form().width());
  }

  /** Returns attributions of pixels, or of the cells of a grid, as a map. */
  static ValueMap values(RunPlan plan, float[] values) {
    List<Integer> shape = plan.input().shape();
    return plan.input().isByPosition()
        ? ValueMap.of(shape.get(1), shape.get(2), values)
        : ValueMap.of(plan.cells().get(0), plan.cells().get(1), values);
  }

  private List<MapSection> maps(List<RunFeatures.Section> features) {
    List<MapSection> maps = new ArrayList<>();
    for (PlannedMethod method : methods) {
      for (RunFeatures.Section section : features) {
        StateKey key = section.key();
        if (key.method().equals(method.key()) && key.slice().equals(StateKey.ALL_ROWS)) {
          maps.add(map(key, section.features()));
        }
      }
    }
    return maps;
  }

  private MapSection map(StateKey key, List<RunFeatures.Feature> features) {
    float[] means = new float[features.size()];
    for (int cell = 0; cell < means.length; cell++) {
      means[cell] = (float) features.get(cell).importance().meanAbs();
    }
    return new MapSection(
        key.method(),
        RunTables.title(key.method()),
        key.target(),
        RunTables.shortUnit(plan, key.method()),
        "mean |attribution|",
        features.get(0).importance().rows(),
        ValueMap.of(plan.cells().get(0), plan.cells().get(1), means));
  }

  private List<TokenSection> texts() {
    TextColumn text = layout.text();
    List<TokenSection> sections = new ArrayList<>();
    if (text == null) {
      return sections;
    }
    for (Shown shown : rows()) {
      List<String> tokens = tokens(text, shown.row().features().values());
      List<TokenSection.Line> lines = new ArrayList<>();
      for (int i = 0; i < methods.size(); i++) {
        Tensor values = shown.values().get(i);
        if (values.rowLength() >= tokens.size()) {
          String key = methods.get(i).key();
          lines.add(
              new TokenSection.Line(
                  key,
                  RunTables.title(key),
                  RunTables.shortUnit(plan, key),
                  RunTables.list(values).subList(0, tokens.size())));
        }
      }
      sections.add(
          new TokenSection(
              shown.row().rowId(),
              shown.target(),
              shown.row().score(),
              RunTables.unit(plan),
              tokens,
              lines));
    }
    return sections;
  }

  /** Returns the words of an input, padding at its end left out. */
  private static List<String> tokens(TextColumn text, float[] input) {
    int length = input.length;
    while (length > 0 && (int) input[length - 1] == text.padding()) {
      length--;
    }
    List<String> tokens = new ArrayList<>();
    for (int position = 0; position < length; position++) {
      tokens.add(text.word((int) input[position]));
    }
    return tokens;
  }
}
