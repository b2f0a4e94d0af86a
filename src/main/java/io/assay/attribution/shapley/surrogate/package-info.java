/** Trees that stand in for a black box, whose own Shapley values are known exactly. */
@NullMarked
package io.assay.attribution.shapley.surrogate;

import org.jspecify.annotations.NullMarked;
