/** Shapley values of black boxes. */
@NullMarked
package io.assay.attribution.shapley;

import org.jspecify.annotations.NullMarked;
