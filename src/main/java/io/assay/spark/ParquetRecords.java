package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Reads a small table back, on the driver, without a Spark job. */
final class ParquetRecords {
  private ParquetRecords() {}

  /**
   * Hands every record of a file to a consumer, in order.
   *
   * @throws AssayException NOT_FOUND if the file cannot be read
   */
  static void forEach(Path file, Configuration configuration, Consumer<Group> consumer) {
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(configuration).build()) {
      for (Group record = reader.read(); record != null; record = reader.read()) {
        consumer.accept(record);
      }
    } catch (IOException e) {
      throw AssayException.causedBy(
          e, ErrorCode.NOT_FOUND, "Cannot read the table %s: %s", file, e.getMessage());
    }
  }
}
