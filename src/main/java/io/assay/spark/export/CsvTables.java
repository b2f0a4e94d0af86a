package io.assay.spark.export;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.univocity.parsers.csv.CsvFormat;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import io.assay.spark.export.RunExport.Texts;
import io.assay.spark.history.FinishedRun;
import io.assay.spark.history.FinishedRun.Table;
import io.assay.spark.read.FileTree.Entry;
import io.assay.spark.read.TableFile;
import io.assay.spark.read.TableRow;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a run as CSV (RFC 4180, UTF-8, a header, lines that end in LF): a file a table, of
 * attributions a file a method. Null is an empty cell, an empty text is {@code ""}, lists are JSON,
 * numbers have every digit. Tables of binary states are left out.
 *
 * <p>Programs for spreadsheets take texts that begin with = + - @ for formulas: such texts get an
 * apostrophe in front unless they are numbers, or everything is wanted as it is.
 */
final class CsvTables {
  private static final String STATES = "states";
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final Texts texts;
  private long marked;

  CsvTables(Texts texts) {
    this.texts = texts;
  }

  /** Writes all tables of a run into a folder of its own. */
  void write(FinishedRun run, OutFolder out) {
    for (Table table : run.tables()) {
      if (!table.name().equals(STATES)) {
        write(run, table, out, out.path(SafeName.of(run.id()), SafeName.of(name(table)) + ".csv"));
      }
    }
  }

  private static String name(Table table) {
    StringBuilder name = new StringBuilder(table.name());
    table.partitions().forEach(part -> name.append('-').append(part.replaceFirst("^[^=]*=", "")));
    return name.toString();
  }

  /** Writes one table. */
  void write(FinishedRun run, Table table, OutFolder out, Path file) {
    out.put(file, stream -> write(run, table.files(), stream));
  }

  private void write(FinishedRun run, List<Entry> files, OutputStream stream) {
    List<String> columns = new ArrayList<>();
    @Nullable CsvWriter writer = null;
    for (Entry each : files) {
      try (TableFile file = run.read(each)) {
        if (writer == null) {
          columns.addAll(file.columns());
          writer = writer(stream, columns.size());
          writer.writeRow(columns.stream().map(this::text).toArray());
        }
        CsvWriter opened = writer;
        file.forEach(
            columns,
            row -> {
              opened.writeRow(cells(row));
              return true;
            });
      }
    }
    if (writer != null) {
      writer.flush();
    }
  }

  private static CsvWriter writer(OutputStream stream, int columns) {
    CsvFormat format = new CsvFormat();
    format.setLineSeparator("\n");
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.setFormat(format);
    settings.setMaxColumns(columns + 1);
    settings.setNullValue("");
    settings.setEmptyValue("\"\"");
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setSkipEmptyLines(false);
    settings.setQuotationTriggers('\r', '\n', '"', ',', ' ', '\t', '#');
    return new CsvWriter(stream, StandardCharsets.UTF_8, settings);
  }

  private @Nullable Object[] cells(TableRow row) {
    @Nullable Object[] cells = new Object[row.size()];
    Arrays.setAll(cells, column -> cell(row.cell(column)));
    return cells;
  }

  private @Nullable Object cell(@Nullable Object cell) {
    if (cell instanceof List<?> list) {
      return GSON.toJson(list);
    }
    return cell instanceof String text ? text(text) : cell;
  }

  private String text(String text) {
    if (texts == Texts.RAW || text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0) {
      return text;
    }
    if (text.matches("[+-]?[0-9]+([.][0-9]*)?([eE][+-]?[0-9]+)?")) {
      return text;
    }
    marked++;
    return "'" + text;
  }

  /** Returns how many texts got an apostrophe. */
  long marked() {
    return marked;
  }
}
