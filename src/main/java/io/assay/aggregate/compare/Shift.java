package io.assay.aggregate.compare;

/**
 * How far a number of importance moved between two runs.
 *
 * @param change the later run's less the earlier's
 * @param se its standard error
 * @param low lower bound of the interval
 * @param high upper bound of the interval
 * @param p how probable a change of that size would be if there were none, 0 to 1; NaN if the
 *     standard error is unknown
 */
public record Shift(double change, double se, double low, double high, double p) {}
