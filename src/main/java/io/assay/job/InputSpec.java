package io.assay.job;

import io.assay.attribution.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where rows come from, and which columns are features. */
public record InputSpec(
    @Setting(meaning = "How the input is stored.", standard = "parquet") Format format,
    @Setting(
            meaning =
                "A file, a folder or a glob on any Hadoop file system, relative to the job file; for format table: the catalog name.")
        String path,
    @Setting(
            meaning =
                "Options of Spark's reader, such as delimiter; csv gets header: true and inferSchema: true unless told otherwise.",
            standard = "{}")
        Map<String, String> options,
    @Setting(
            meaning =
                "The column that names a row; any type. Without it an id is derived from the row's content.",
            standard = "none")
        Optional<String> rowId,
    @Setting(
            meaning =
                "The feature columns in the model's order: numeric, boolean, decimal, or categorical with an encoding. Either this or array-column.",
            standard = "[]")
        List<String> features,
    @Setting(
            meaning = "One array column that holds all features of a row. Either this or features.",
            standard = "none")
        Optional<String> arrayColumn,
    @Setting(
            meaning =
                "Names of the array column's elements; their number is the width. If empty: f0, f1, ... as many as the array of the first row has.",
            standard = "[]")
        List<String> arrayNames,
    @Setting(
            meaning = "How a categorical column becomes numbers, by column.",
            standard = "{}",
            allowed = "column: {one-hot: [categories]} or {ordinal: {category: value}}")
        Map<String, EncodingSpec> encodings,
    @Setting(
            meaning = "The column that holds the true class: its name or its number.",
            standard = "none")
        Optional<String> label,
    @Setting(meaning = "Columns carried through to the attribution table.", standard = "[]")
        List<String> keep,
    @Setting(meaning = "A Spark SQL condition that rows must meet.", standard = "none")
        Optional<String> filter) {

  /** Copies the collections, and fills in what a reader of CSV needs. */
  public InputSpec {
    options = Copies.of(format == Format.CSV ? withCsvOptions(options) : options);
    features = List.copyOf(features);
    arrayNames = List.copyOf(arrayNames);
    encodings = Copies.of(encodings);
    keep = List.copyOf(keep);
  }

  /** Returns this input read from another path. */
  InputSpec withPath(String other) {
    return new InputSpec(
        format,
        other,
        options,
        rowId,
        features,
        arrayColumn,
        arrayNames,
        encodings,
        label,
        keep,
        filter);
  }

  private static Map<String, String> withCsvOptions(Map<String, String> given) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("header", "true");
    options.put("inferSchema", "true");
    options.putAll(given);
    return options;
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
    /** A table of a Spark catalog, by name. */
    TABLE
  }
}
