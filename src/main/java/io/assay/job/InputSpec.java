package io.assay.job;

import io.assay.attribution.Setting;
import io.assay.job.input.ImageSpec;
import io.assay.job.input.RowsSpec;
import io.assay.job.input.TextSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where rows come from, and which columns are features. */
public record InputSpec(
    @Setting(meaning = "How the input is stored.", standard = "parquet") Format format,
    @Setting(
            meaning =
                "A file, a folder or a glob on any Hadoop file system, relative to the job file;"
                    + " for format table: the catalog name.")
        String path,
    @Setting(
            meaning =
                "Options of Spark's reader, such as delimiter; csv gets header: true and"
                    + " inferSchema: true unless told otherwise.",
            standard = "{}")
        Map<String, String> options,
    @Setting(
            meaning =
                "The column that names a row; any type. Without it an id is derived from the row's"
                    + " content; with format binary-file it is path.",
            standard = "none")
        Optional<String> rowId,
    @Setting(
            meaning =
                "The feature columns in the model's order: numeric, boolean, decimal, or"
                    + " categorical with an encoding. One of features, array-column, image and"
                    + " text.",
            standard = "[]")
        List<String> features,
    @Setting(meaning = "One array column that holds all features of a row.", standard = "none")
        Optional<String> arrayColumn,
    @Setting(
            meaning =
                "Names of the array column's elements; their number is the width. If empty: f0, f1,"
                    + " ... as many as the array of the first row has.",
            standard = "[]")
        List<String> arrayNames,
    @Setting(
            meaning = "How a categorical column becomes numbers, by column.",
            standard = "{}",
            allowed = "column: {one-hot: [categories]} or {ordinal: {category: value}}")
        Map<String, EncodingSpec> encodings,
    @Setting(
            meaning =
                "What becomes of rows in which a feature is null or NaN: they are rejected, or the"
                    + " model is shown NaN. auto keeps them for the engines xgboost and lightgbm,"
                    + " whose trees know where missing values go, and rejects them for all others."
                    + " A one-hot category and an array as a whole must be there; infinite numbers"
                    + " are rejected always.",
            standard = "auto")
        Missing missing,
    @Setting(meaning = "Images, decoded where the row is explained.", standard = "none")
        Optional<ImageSpec> image,
    @Setting(meaning = "Texts, or token ids that are made already.", standard = "none")
        Optional<TextSpec> text,
    @Setting(
            meaning = "The column that holds the true class: its name or its number.",
            standard = "none")
        Optional<String> label,
    @Setting(meaning = "Columns carried through to the attribution table.", standard = "[]")
        List<String> keep,
    @Setting(meaning = "A Spark SQL condition that rows must meet.", standard = "none")
        Optional<String> filter,
    @Setting(
            meaning = "How many of the rows are explained: all, or a random sample of them.",
            standard = "all",
            allowed = "all, {sample: {rows: 20000}}, {sample: {precision: 0.02, confidence: 0.95}}")
        RowsSpec rows,
    @Setting(
            meaning =
                "For format table: the version of the Delta table or the id of the Iceberg snapshot"
                    + " that is read. If none, the table as it is; since: last-run, and shards:"
                    + " files, take the newest for the whole run.",
            standard = "none",
            allowed = "0 to 9223372036854775807")
        Optional<Long> snapshot,
    @Setting(
            meaning =
                "Which rows are explained: all, or with last-run those of files that are new or"
                    + " changed since the newest finished run of the same job under output.path;"
                    + " the files of a folder, or the data files of a Delta or Iceberg table. Its"
                    + " sums are added to theirs, so that importance is that of all rows. Needs a"
                    + " row-id, and a baseline that does not change with the input.",
            standard = "all")
        Since since) {

  /** Copies the collections, and fills in what a reader of CSV needs. */
  public InputSpec {
    options = Copies.of(format == Format.CSV ? withCsvOptions(options) : options);
    if (format == Format.BINARY_FILE) {
      rowId = rowId.or(() -> Optional.of("path"));
      image = image.map(each -> each.orFrom("content"));
    }
    features = List.copyOf(features);
    arrayNames = List.copyOf(arrayNames);
    encodings = Copies.of(encodings);
    keep = List.copyOf(keep);
  }

  /** Returns this input read from another path. */
  InputSpec withPath(String other) {
    return with(other, image, text, rows, snapshot, since);
  }

  /** Returns this input with the files of images and tokenizers under their full names. */
  InputSpec withFiles(UnaryOperator<String> absolute) {
    return with(
        path,
        image.map(
            each ->
                each.pathColumn().isPresent()
                    ? each.withRoot(absolute.apply(each.root().orElse(".")))
                    : each),
        text.map(
            each ->
                each.withFiles(each.vocabulary().map(absolute), each.tokenizer().map(absolute))),
        rows.withFile(absolute),
        snapshot,
        since);
  }

  private InputSpec with(
      String from,
      Optional<ImageSpec> images,
      Optional<TextSpec> texts,
      RowsSpec sampled,
      Optional<Long> version,
      Since some) {
    return new InputSpec(
        format,
        from,
        options,
        rowId,
        features,
        arrayColumn,
        arrayNames,
        encodings,
        missing,
        images,
        texts,
        label,
        keep,
        filter,
        sampled,
        version,
        some);
  }

  /** Returns this input as a question: of all rows, at no time in particular. */
  InputSpec atAnyTime() {
    return with(path, image, text, rows, Optional.empty(), Since.ALL);
  }

  /** Returns this input at a snapshot of its table. */
  InputSpec withSnapshot(long id) {
    return with(path, image, text, rows, Optional.of(id), since);
  }

  /** Returns this input for all rows, of which those that lack values are kept or not. */
  InputSpec ofAllRows(Missing handled) {
    return new InputSpec(
        format,
        path,
        options,
        rowId,
        features,
        arrayColumn,
        arrayNames,
        encodings,
        handled,
        image,
        text,
        label,
        keep,
        filter,
        RowsSpec.all(),
        snapshot,
        since);
  }

  /** Returns the one column that holds the whole input of a row, if there is one. */
  Optional<String> soleColumn() {
    return arrayColumn
        .or(() -> image.flatMap(each -> each.column().or(each::pathColumn)))
        .or(() -> text.flatMap(each -> each.column().or(each::ids)));
  }

  /** Returns whether rows are columns of a table, and neither images nor texts. */
  boolean isTable() {
    return image.isEmpty() && text.isEmpty();
  }

  private static Map<String, String> withCsvOptions(Map<String, String> given) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("header", "true");
    options.put("inferSchema", "true");
    options.putAll(given);
    return options;
  }

  /** Which rows are explained. */
  public enum Since {
    /** All rows. */
    ALL,
    /** Rows of files that the newest finished run of the job has not seen as they are. */
    LAST_RUN
  }

  /** What becomes of rows in which a feature is null or NaN. */
  public enum Missing {
    /** Whatever suits the model. */
    AUTO,
    /** They are rejected. */
    REJECT,
    /** The model is shown NaN. */
    KEEP
  }

  /** How the input is stored. */
  public enum Format {
    /** Parquet files. */
    PARQUET,
    /** Text with separators. */
    CSV,
    /** One JSON object a line. */
    JSON,
    /** ORC files. */
    ORC,
    /** Files as they are, a row each: columns path and content. */
    BINARY_FILE,
    /** A table of a Spark catalog, by name. */
    TABLE
  }
}
