package io.assay.job;

import io.assay.attribution.Setting;
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
            meaning = "Options of Spark's reader, such as header or delimiter.",
            standard = "{}; csv: {header: true, inferSchema: true}")
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
            meaning = "Names of the array column's elements; their number is the width.",
            standard = "the array's width in the first row, names f0, f1, ...")
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
