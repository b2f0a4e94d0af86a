package io.assay.job;

import io.assay.job.input.ImageSpec;
import io.assay.job.input.MaskingSpec;
import io.assay.job.input.PixelGroups;
import io.assay.job.input.TextSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a job must not say about its images or texts although every single value is right. */
final class ContentRules {
  /** Takes a problem of a key, unless it or another that the rule depends on is spoilt. */
  interface Say {
    /** Notes a problem. */
    void say(String text, String key, String... dependsOn);
  }

  private static final String IMAGE = "input.image.";
  private static final String TEXT = "input.text.";

  private final JobSpec spec;
  private final Say problems;

  private ContentRules(JobSpec spec, Say problems) {
    this.spec = spec;
    this.problems = problems;
  }

  static void check(JobSpec spec, Say problems) {
    ContentRules rules = new ContentRules(spec, problems);
    rules.oneInput();
    spec.input().image().ifPresent(rules::image);
    spec.input().text().ifPresent(rules::text);
    if (!spec.input().isTable()) {
      rules.noTable();
    }
    rules.missing();
    rules.baseline();
    rules.masking();
  }

  private void oneInput() {
    InputSpec input = spec.input();
    List<String> given = new ArrayList<>();
    if (!input.features().isEmpty()) {
      given.add("input.features");
    }
    input.arrayColumn().ifPresent(found -> given.add("input.array-column"));
    input.image().ifPresent(found -> given.add("input.image"));
    input.text().ifPresent(found -> given.add("input.text"));
    if (given.size() != 1) {
      String found =
          given.isEmpty()
              ? "is missing"
              : "stands beside " + String.join(", ", given.subList(1, given.size()));
      problems.say(
          found
              + "; need either features: [columns], array-column: a column, image: {...} or text:"
              + " {...}",
          given.isEmpty() ? "input.features" : given.get(0),
          "input.array-column",
          "input.image",
          "input.text");
    }
    if (input.format() == InputSpec.Format.BINARY_FILE && input.image().isEmpty()) {
      problems.say("is binary-file, which is for images only", "input.format", "input.image");
    }
  }

  private void missing() {
    if (!spec.input().isTable() && spec.input().missing() == InputSpec.Missing.KEEP) {
      problems.say(
          "is keep, which is for tables only", "input.missing", "input.image", "input.text");
    }
  }

  private void image(ImageSpec image) {
    if (image.column().isPresent() == image.pathColumn().isPresent()) {
      String found = image.column().isPresent() ? "stands beside path-column" : "is missing";
      problems.say(
          found + "; need either column or path-column", IMAGE + "column", IMAGE + "path-column");
    }
    if (image.root().isPresent() && image.pathColumn().isEmpty()) {
      problems.say("is for path-column only", IMAGE + "root", IMAGE + "path-column");
    }
    if (image.channels() == 2) {
      problems.say("is 2; need 1 or 3", IMAGE + "channels");
    }
    perChannel("mean", image.mean(), image.channels());
    perChannel("std", image.std(), image.channels());
    if (image.std().stream().anyMatch(each -> !(each > 0))) {
      problems.say("is " + image.std() + "; need numbers over 0", IMAGE + "std");
    }
    if (image.side() > 0 && image.resize() != ImageSpec.Resize.SHORTER_SIDE) {
      problems.say("is for resize: shorter-side only", IMAGE + "side", IMAGE + "resize");
    }
    if (image.groups().kind() == PixelGroups.Kind.GRID) {
      grid("groups", image.groups().grid(), image);
      if (!image.cells().isEmpty()) {
        problems.say(
            "is for groups that are no grid; the grid's own cells are counted",
            IMAGE + "cells",
            IMAGE + "groups");
      }
    } else if (!image.cells().isEmpty()) {
      grid("cells", image.cells(), image);
    }
  }

  private void perChannel(String key, List<Double> values, int channels) {
    if (!values.isEmpty() && values.size() != channels) {
      problems.say(
          "has %d numbers; need one for each of %d channels".formatted(values.size(), channels),
          IMAGE + key,
          IMAGE + "channels");
    }
  }

  private void grid(String key, List<Integer> grid, ImageSpec image) {
    boolean fits =
        grid.size() == 2
            && grid.get(0) >= 1
            && grid.get(0) <= image.height()
            && grid.get(1) >= 1
            && grid.get(1) <= image.width();
    if (!fits) {
      problems.say(
          "has a grid %s; need [rows, columns], up to [%d, %d]"
              .formatted(grid, image.height(), image.width()),
          IMAGE + key,
          IMAGE + "height",
          IMAGE + "width");
    }
  }

  private void text(TextSpec text) {
    if (text.column().isPresent() == text.ids().isPresent()) {
      String found = text.column().isPresent() ? "stands beside ids" : "is missing";
      problems.say(found + "; need either column or ids", TEXT + "column", TEXT + "ids");
    }
    boolean hasBoth = text.vocabulary().isPresent() && text.tokenizer().isPresent();
    boolean lacksBoth = text.vocabulary().isEmpty() && text.tokenizer().isEmpty();
    if (hasBoth || (text.column().isPresent() && lacksBoth)) {
      problems.say(
          (hasBoth ? "stands beside tokenizer" : "is missing")
              + "; a text column needs either vocabulary or tokenizer",
          TEXT + "vocabulary",
          TEXT + "tokenizer");
    }
    if (text.ids().isPresent() && text.tokenizer().isPresent()) {
      problems.say("is for a text column only", TEXT + "tokenizer", TEXT + "ids");
    }
    if (text.ids().isPresent() && text.groups() != TextSpec.Unit.TOKEN) {
      problems.say("is for a text column only; ids have no words", TEXT + "groups", TEXT + "ids");
    }
    try {
      Pattern.compile(text.regex());
    } catch (PatternSyntaxException e) {
      problems.say("is no regular expression: " + e.getDescription(), TEXT + "regex");
    }
    baselineOf(text);
  }

  private void baselineOf(TextSpec text) {
    BaselineSpec.Kind kind = spec.baseline().kind();
    if (kind.needsReferences()) {
      problems.say(
          "is "
              + SettingInfo.enumKey(kind)
              + ", but token ids have no mean and cannot be mixed; need zeros, which is the"
              + " padding, mask-token, or constant with one id",
          "baseline.kind",
          "input.text");
    } else if (spec.baseline().values().size() > 1) {
      problems.say("has several values; need one token id", "baseline.values", "input.text");
    }
    if (kind == BaselineSpec.Kind.MASK_TOKEN
        && text.vocabulary().isEmpty()
        && text.tokenizer().isEmpty()) {
      problems.say(
          "is mask-token, but without input.text.vocabulary no token is known by name; name it, or"
              + " give the token's id: {kind: constant, values: [id]}",
          "baseline.kind",
          "input.text");
    }
  }

  /** Baselines that only images, or only texts, have. */
  private void baseline() {
    BaselineSpec baseline = spec.baseline();
    BaselineSpec.Kind kind = baseline.kind();
    if (kind.isForImages() && spec.input().image().isEmpty()) {
      problems.say(
          "is " + SettingInfo.enumKey(kind) + ", which is for images only; need " + others(),
          "baseline.kind",
          "input.image");
    }
    if (kind == BaselineSpec.Kind.MASK_TOKEN && spec.input().text().isEmpty()) {
      problems.say(
          "is mask-token, which is for texts only; need " + others(),
          "baseline.kind",
          "input.text");
    }
    if (baseline.sigma() != 0 && kind != BaselineSpec.Kind.BLUR) {
      problems.say("is for kind blur only", "baseline.sigma", "baseline.kind");
    }
    if (baseline.token().isPresent() && kind != BaselineSpec.Kind.MASK_TOKEN) {
      problems.say("is for kind mask-token only", "baseline.token", "baseline.kind");
    }
  }

  private String others() {
    return spec.input().text().isPresent()
        ? "zeros, constant or mask-token"
        : "zeros, constant, mean, median or background";
  }

  private void masking() {
    MaskingSpec.Kind kind = spec.masking().kind();
    BaselineSpec.Kind baseline = spec.baseline().kind();
    if (kind == MaskingSpec.Kind.INPAINT && spec.input().image().isEmpty()) {
      String need = spec.input().text().isPresent() ? "replace, delete or embedding" : "replace";
      problems.say(
          "is inpaint, which is for images only; need " + need, "masking.kind", "input.image");
    } else if (kind == MaskingSpec.Kind.INPAINT && baseline == BaselineSpec.Kind.BACKGROUND) {
      problems.say(
          "is inpaint, which draws from the image itself and takes no background; need a baseline"
              + " of one image, such as channel-mean",
          "masking.kind",
          "baseline.kind");
    }
    if (kind == MaskingSpec.Kind.EMBEDDING && spec.input().text().isEmpty()) {
      problems.say("is embedding, which is for texts only", "masking.kind", "input.text");
    }
    if (kind != MaskingSpec.Kind.EMBEDDING && spec.masking().isNamed()) {
      problems.say("is for kind embedding only", "masking.layer", "masking.kind");
    }
    if (kind == MaskingSpec.Kind.DELETE && spec.input().text().isEmpty()) {
      String need = spec.input().image().isPresent() ? "replace or inpaint" : "replace";
      problems.say(
          "is delete, which is for texts only; need " + need, "masking.kind", "input.text");
    } else if (kind == MaskingSpec.Kind.DELETE && baseline != BaselineSpec.Kind.ZEROS) {
      problems.say(
          "is delete, which puts padding at the end of a text; need the baseline zeros, which is"
              + " padding, not "
              + SettingInfo.enumKey(baseline),
          "masking.kind",
          "baseline.kind");
    }
  }

  /** Keys that mean something for columns of a table only. */
  private void noTable() {
    if (!spec.input().encodings().isEmpty()) {
      problems.say("is for columns of a table only", "input.encodings", "input.features");
    }
    if (!spec.groups().isEmpty()) {
      problems.say(
          "is for columns of a table only; see input.image.groups and input.text.groups", "groups");
    }
  }
}
