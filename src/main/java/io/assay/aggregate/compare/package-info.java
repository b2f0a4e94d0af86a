/** Comparisons of importance between runs: differences with intervals, p and q. */
@NullMarked
package io.assay.aggregate.compare;

import org.jspecify.annotations.NullMarked;
