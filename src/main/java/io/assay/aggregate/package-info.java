/** Summaries that split over shards and merge: moments, sketches, importance with intervals. */
@NullMarked
package io.assay.aggregate;

import org.jspecify.annotations.NullMarked;
