package io.assay.spark.ml;

import java.util.List;
import org.apache.spark.sql.catalyst.CatalystTypeConverters$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * An expression of Spark SQL, computed by Spark's interpreter.
 *
 * @param expression bound to the values of {@code sources}, in their order
 * @param sources which registers it reads
 * @param types of the sources
 */
record CatalystFormula(Expression expression, List<Integer> sources, List<DataType> types)
    implements Formula {
  CatalystFormula {
    sources = List.copyOf(sources);
    types = List.copyOf(types);
  }

  @Override
  public Opened open() {
    int[] from = sources.stream().mapToInt(Integer::intValue).toArray();
    List<Function1<Object, Object>> in =
        types.stream().map(CatalystTypeConverters$.MODULE$::createToCatalystConverter).toList();
    Function1<Object, Object> out =
        CatalystTypeConverters$.MODULE$.createToScalaConverter(expression.dataType());
    GenericInternalRow row = new GenericInternalRow(from.length);
    return registers -> {
      for (int i = 0; i < from.length; i++) {
        row.update(i, converted(in.get(i), registers[from[i]]));
      }
      return converted(out, expression.eval(row));
    };
  }

  private static @Nullable Object converted(
      Function1<Object, Object> converter, @Nullable Object value) {
    return value == null ? null : converter.apply(value);
  }
}
