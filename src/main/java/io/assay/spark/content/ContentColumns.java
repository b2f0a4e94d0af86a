package io.assay.spark.content;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.InputSpec;
import io.assay.job.input.ImageSpec;
import io.assay.job.input.PixelGroups;
import io.assay.job.input.TextSpec;
import io.assay.table.FeatureColumn;
import io.assay.table.ImageColumn;
import io.assay.table.RowSources;
import io.assay.table.TextColumn;
import io.assay.table.image.ImageForm;
import io.assay.table.text.Casing;
import io.assay.table.text.TextForm;
import io.assay.table.text.Tokens;
import io.assay.table.text.VocabularyForm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Turns what a job says of its images or texts into the column that a decoder reads. */
public final class ContentColumns {
  private ContentColumns() {}

  /**
   * Returns the column of a job's images or texts; empty if its rows are columns of a table.
   *
   * @throws AssayException INPUT_UNREADABLE if a vocabulary or tokenizer cannot be read;
   *     SPEC_INVALID if it does not go with the job
   */
  public static Optional<FeatureColumn> of(InputSpec input, Configuration hadoop) {
    return input
        .image()
        .map(ContentColumns::image)
        .or(() -> input.text().map(text -> text(text, hadoop)));
  }

  private static FeatureColumn image(ImageSpec image) {
    ImageForm form =
        new ImageForm(
            image.height(),
            image.width(),
            image.channels(),
            ImageForm.Resize.valueOf(image.resize().name()),
            image.side(),
            ImageForm.Crop.valueOf(image.crop().name()),
            image.scale(),
            image.mean(),
            image.std());
    Optional<PixelGroups.Slic> slic = image.groups().slic();
    ImageColumn column =
        new ImageColumn(
            form,
            image.root().orElse(""),
            slic.map(PixelGroups.Slic::segments).orElse(0),
            slic.map(PixelGroups.Slic::compactness).orElse(0.0));
    return image
        .column()
        .map(name -> FeatureColumn.image(name, FeatureColumn.Kind.IMAGE, column))
        .orElseGet(
            () ->
                FeatureColumn.image(
                    image.pathColumn().orElseThrow(), FeatureColumn.Kind.IMAGE_FILE, column));
  }

  private static FeatureColumn text(TextSpec text, Configuration hadoop) {
    List<String> words =
        text.vocabulary().map(path -> read(path, hadoop).lines().toList()).orElse(List.of());
    TextColumn column =
        text.tokenizer()
            .map(path -> ofTokenizer(text, read(path, hadoop)))
            .orElseGet(() -> column(text, words));
    if (text.ids().isPresent()) {
      return FeatureColumn.text(
          text.ids().get(), FeatureColumn.Kind.TOKEN_IDS, padded(column, padding(text, words)));
    }
    String name = text.column().orElseThrow();
    try {
      int padding =
          text.tokenizer().isPresent()
              ? ExecutorTokenizers.of(column).padding()
              : RowSources.none().tokenizer(column).padding();
      return FeatureColumn.text(name, FeatureColumn.Kind.TEXT, padded(column, padding));
    } catch (IllegalArgumentException e) {
      throw AssayException.causedBy(
          e, ErrorCode.SPEC_INVALID, "input.text cannot cut texts: %s", e.getMessage());
    }
  }

  private static TextColumn ofTokenizer(TextSpec text, String json) {
    return new TextColumn(
        form(text), null, TokenizerWords.of(json), json, text.pad(), 0, unit(text));
  }

  private static TextColumn column(TextSpec text, List<String> words) {
    VocabularyForm form =
        new VocabularyForm(
            text.regex(),
            text.lowerCase() ? Casing.LOWER : Casing.KEEP,
            text.pad(),
            text.unknown());
    return new TextColumn(form(text), form, words, "", text.pad(), 0, unit(text));
  }

  private static TextColumn padded(TextColumn column, int padding) {
    return new TextColumn(
        column.form(),
        column.vocabulary(),
        column.words(),
        column.tokenizer(),
        column.pad(),
        padding,
        column.unit());
  }

  private static TextForm form(TextSpec text) {
    return new TextForm(text.maxLength(), TextForm.TooLong.valueOf(text.tooLong().name()));
  }

  private static Tokens.Unit unit(TextSpec text) {
    return Tokens.Unit.valueOf(text.groups().name());
  }

  /** Returns the id of the padding of ready ids: a number, a word, or 0 where nothing is said. */
  private static int padding(TextSpec text, List<String> words) {
    int listed = words.indexOf(text.pad());
    if (listed >= 0) {
      return listed;
    }
    if (text.pad().matches("[0-9]{1,7}")) {
      return Integer.parseInt(text.pad());
    }
    if (words.isEmpty() && text.pad().equals(VocabularyForm.standard().padding())) {
      return 0;
    }
    throw new AssayException(
        ErrorCode.SPEC_INVALID,
        "input.text.pad is %s, which is neither an id nor a word of the vocabulary",
        text.pad());
  }

  private static String read(String file, Configuration hadoop) {
    Path path = new Path(file);
    try (InputStream stream = path.getFileSystem(hadoop).open(path)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw AssayException.causedBy(
          e, ErrorCode.INPUT_UNREADABLE, "Cannot read %s: %s", file, e.getMessage());
    }
  }
}
