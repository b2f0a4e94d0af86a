package io.assay.spark.ml;

import io.assay.spark.ml.RowProgram.Kind;
import io.assay.spark.ml.RowProgram.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.execution.LogicalRDD;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Takes the steps of a row out of a plan of Spark SQL. Every value of the plan is computed once,
 * whatever stands above it.
 */
final class PlanReader {
  private final Map<ExprId, Integer> registers = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private int inputs;

  private PlanReader() {}

  /**
   * Reads an optimised plan over the made-up row.
   *
   * @throws UnsupportedOperationException with the reason, if a row's output is more than a
   *     function of the row
   */
  static PlanReader of(LogicalPlan plan) {
    PlanReader reader = new PlanReader();
    reader.read(plan);
    return reader;
  }

  /** Returns what keeps a plan from being computed row by row, by its nodes alone. */
  static Optional<String> obstacle(LogicalPlan plan) {
    if (plan instanceof LogicalRDD) {
      return Optional.empty();
    }
    boolean isRowWise =
        plan instanceof Project
            || plan instanceof Filter
            || plan instanceof SubqueryAlias
            || plan instanceof View;
    return isRowWise
        ? obstacle(CollectionConverters.asJava(plan.children()).get(0))
        : Optional.of(
            "it needs "
                + plan.nodeName()
                + " of Spark SQL, which is no function of a row by itself");
  }

  /** Returns the steps in order. */
  List<Step> steps() {
    return steps;
  }

  /** Returns the number of an output column's value. */
  int register(Attribute column) {
    return Objects.requireNonNull(registers.get(column.exprId()), "a column of the plan");
  }

  private void read(LogicalPlan plan) {
    if (plan instanceof LogicalRDD rows) {
      for (Attribute column : CollectionConverters.asJava(rows.output())) {
        registers.put(column.exprId(), inputs++);
      }
    } else if (plan instanceof Project project) {
      read(project.child());
      FormulaReader formulas = new FormulaReader(Map.copyOf(registers));
      CollectionConverters.asJava(project.projectList()).forEach(each -> define(each, formulas));
    } else if (plan instanceof Filter filter) {
      read(filter.child());
      add(Kind.CONDITION, new FormulaReader(registers), filter.condition());
    } else {
      throw new UnsupportedOperationException(obstacle(plan).orElse(plan.nodeName()));
    }
  }

  private void define(NamedExpression column, FormulaReader formulas) {
    if (column instanceof Alias alias) {
      registers.put(alias.exprId(), add(Kind.VALUE, formulas, alias.child()));
    }
  }

  private int add(Kind kind, FormulaReader formulas, Expression expression) {
    int register = inputs + steps.size();
    steps.add(new Step(kind, register, formulas.formula(expression)));
    return register;
  }
}
