package io.assay.spark.ml;

import java.util.List;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Function2;
import scala.Function3;

/**
 * A stage's own function, called with Scala's values. Spark wraps each value into its binary rows
 * on the way into a function and out of it; between two functions of a pipeline nobody needs that.
 *
 * @param function one of Scala's functions of as many arguments
 * @param arguments 1 to {@value #MOST_ARGUMENTS}
 */
record FunctionFormula(Object function, List<Formula> arguments) implements Formula {
  static final int MOST_ARGUMENTS = 3;

  FunctionFormula {
    arguments = List.copyOf(arguments);
  }

  @Override
  @SuppressWarnings("unchecked") // Spark keeps its functions without their type
  public Opened open() {
    Opened first = arguments.get(0).open();
    if (arguments.size() == 1) {
      Function1<@Nullable Object, @Nullable Object> one =
          (Function1<@Nullable Object, @Nullable Object>) function;
      return registers -> one.apply(first.value(registers));
    }
    Opened second = arguments.get(1).open();
    if (arguments.size() == 2) {
      Function2<@Nullable Object, @Nullable Object, @Nullable Object> two =
          (Function2<@Nullable Object, @Nullable Object, @Nullable Object>) function;
      return registers -> two.apply(first.value(registers), second.value(registers));
    }
    Opened third = arguments.get(2).open();
    Function3<@Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object> three =
        (Function3<@Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object>)
            function;
    return registers ->
        three.apply(first.value(registers), second.value(registers), third.value(registers));
  }
}
