package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** Reads a small table back, on the driver, without a Spark job. */
final class ParquetRecords {
  private ParquetRecords() {}

  /**
   * Hands every record of a file to a consumer, in order.
   *
   * @throws AssayException NOT_FOUND if the file cannot be read
   */
  static void forEach(Path file, Configuration configuration, Consumer<Group> consumer) {
    // ParquetReader's builder reads Hadoop's configuration files again for every file.
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(file, configuration),
            HadoopReadOptions.builder(configuration, file).build())) {
      MessageType schema = reader.getFileMetaData().getSchema();
      MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
      for (PageReadStore rows = reader.readNextRowGroup();
          rows != null;
          rows = reader.readNextRowGroup()) {
        RecordReader<Group> records =
            columns.getRecordReader(rows, new GroupRecordConverter(schema));
        for (long row = 0; row < rows.getRowCount(); row++) {
          consumer.accept(records.read());
        }
      }
    } catch (IOException e) {
      throw AssayException.causedBy(
          e, ErrorCode.NOT_FOUND, "Cannot read the table %s: %s", file, e.getMessage());
    }
  }
}
