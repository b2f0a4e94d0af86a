package io.assay.spark.ml;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Values side by side as one row, for stages that take several columns at once.
 *
 * @param values one a field
 * @param schema names and types of the fields
 */
record RowFormula(List<Formula> values, StructType schema) implements Formula {
  RowFormula {
    values = List.copyOf(values);
  }

  @Override
  public Opened open() {
    Opened[] fields = values.stream().map(Formula::open).toArray(Opened[]::new);
    return registers -> {
      @Nullable Object[] row = new @Nullable Object[fields.length];
      for (int i = 0; i < fields.length; i++) {
        row[i] = fields[i].value(registers);
      }
      return new GenericRowWithSchema(row, schema);
    };
  }
}
