package io.assay.spark.ml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Nondeterministic;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import org.apache.spark.sql.catalyst.expressions.Unevaluable;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Makes formulas of Spark's expressions. The function of a stage is called by itself where its
 * arguments and its result are the same in Scala and in our registers; everything else goes through
 * Spark's interpreter, which gives the same values and takes longer.
 */
final class FormulaReader {
  private static final Set<Class<?>> PLAIN =
      Set.of(
          Double.class,
          Float.class,
          Long.class,
          Integer.class,
          Short.class,
          Byte.class,
          Boolean.class,
          String.class);

  private final Map<ExprId, Integer> registers;

  /**
   * Makes formulas over values.
   *
   * @param registers the number of each column's value
   */
  FormulaReader(Map<ExprId, Integer> registers) {
    this.registers = registers;
  }

  /**
   * Returns the formula of an expression.
   *
   * @throws UnsupportedOperationException with the reason, if it is no function of a row
   */
  Formula formula(Expression expression) {
    if (expression instanceof AttributeReference column) {
      return new Formula.Register(register(column));
    } else if (expression instanceof Alias alias) {
      return formula(alias.child());
    } else if (expression instanceof ScalaUDF function && isDirect(function)) {
      return new FunctionFormula(
          function.function(), children(function).stream().map(this::argument).toList());
    }
    return interpreted(expression);
  }

  private int register(AttributeReference column) {
    Integer register = registers.get(column.exprId());
    if (register == null) {
      throw new UnsupportedOperationException("nothing gives the column " + column.name());
    }
    return register;
  }

  private static List<Expression> children(Expression expression) {
    return CollectionConverters.asJava(expression.children());
  }

  private Formula argument(Expression argument) {
    if (argument instanceof CreateNamedStruct struct) {
      return new RowFormula(
          CollectionConverters.asJava(struct.valExprs()).stream().map(this::formula).toList(),
          struct.dataType());
    }
    return formula(argument);
  }

  private static boolean isDirect(ScalaUDF function) {
    List<Expression> arguments = children(function);
    List<Option<ExpressionEncoder<?>>> encoders =
        CollectionConverters.asJava(function.inputEncoders());
    if (arguments.isEmpty() || arguments.size() > FunctionFormula.MOST_ARGUMENTS) {
      return false;
    }
    for (int i = 0; i < arguments.size(); i++) {
      if (!encoders.isEmpty() && !isPlain(encoders.get(i))) {
        return false;
      }
    }
    return isPlain(function.outputEncoder()) && isPlain(function.dataType());
  }

  /** Returns whether a value goes through an encoder unchanged; without one it does. */
  private static boolean isPlain(Option<ExpressionEncoder<?>> encoder) {
    if (encoder.isEmpty()) {
      return true;
    }
    Class<?> type = encoder.get().clsTag().runtimeClass();
    return type.isPrimitive() || PLAIN.contains(type) || Vector.class.isAssignableFrom(type);
  }

  private static boolean isPlain(DataType type) {
    return (type instanceof NumericType && !(type instanceof DecimalType))
        || type instanceof BooleanType
        || type instanceof StringType
        || type.equals(SQLDataTypes.VectorType());
  }

  private Formula interpreted(Expression expression) {
    List<Integer> sources = new ArrayList<>();
    List<DataType> types = new ArrayList<>();
    return new CatalystFormula(bound(expression, sources, types), sources, types);
  }

  private Expression bound(Expression expression, List<Integer> sources, List<DataType> types) {
    if (expression instanceof AttributeReference column) {
      int register = register(column);
      if (!sources.contains(register)) {
        sources.add(register);
        types.add(column.dataType());
      }
      return new BoundReference(sources.indexOf(register), column.dataType(), column.nullable());
    }
    if (expression instanceof Unevaluable
        || expression instanceof Nondeterministic
        || expression instanceof PlanExpression) {
      throw new UnsupportedOperationException(
          "its " + expression.prettyName() + " is no function of a row by itself");
    }
    List<Expression> children =
        children(expression).stream().map(each -> bound(each, sources, types)).toList();
    return children.isEmpty()
        ? expression
        : expression.withNewChildren(CollectionConverters.asScala(children).toSeq());
  }
}
