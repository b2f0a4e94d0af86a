package io.assay.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The tables of a test's run {@code r}, as a reader sees them. */
public final class Tables {
  private final SparkSession spark;
  private final Path output;

  Tables(SparkSession spark, Path folder) {
    this.spark = spark;
    this.output = folder.resolve("out");
  }

  Dataset<Row> read(String table) {
    return spark.read().parquet(output.resolve(table).toString());
  }

  Dataset<Row> attributions(String method) {
    return spark
        .read()
        .parquet(output.resolve("attributions/run_id=r/method=" + method).toString());
  }

  /** Returns the SHA-256 of a table's records, sorted, whatever files they lie in. */
  public static String digest(Dataset<Row> table) {
    org.apache.spark.sql.Column[] columns =
        Arrays.stream(table.columns())
            .map(name -> InputTable.quoted(name))
            .toArray(org.apache.spark.sql.Column[]::new);
    List<String> records =
        table
            .select(to_json(struct(columns)).as("record"))
            .orderBy(col("record"))
            .as(Encoders.STRING())
            .collectAsList();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      records.forEach(record -> digest.update((record + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Returns the digests of all tables, and the names of their files. */
  String digestOfAll(List<String> methods) {
    return digest(methods)
        + " "
        + digest(read("states"))
        + " "
        + digest(read("rejects"))
        + " "
        + StoredFiles.ofTables(output).keySet();
  }

  /** Returns the digests of attributions and importance, one after the other. */
  String digest(List<String> methods) {
    StringBuilder digests = new StringBuilder();
    methods.forEach(method -> digests.append(digest(attributions(method))).append(' '));
    return digests.append(digest(read("importance"))).toString();
  }
}
