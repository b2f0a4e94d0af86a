/** Estimators of Shapley values as matrices that all rows of a play share. */
@NullMarked
package io.assay.attribution.shapley.operator;

import org.jspecify.annotations.NullMarked;
