/** Samples of rows: how large they must be, and what a surrogate of all rows adds to them. */
@NullMarked
package io.assay.aggregate.sampled;

import org.jspecify.annotations.NullMarked;
