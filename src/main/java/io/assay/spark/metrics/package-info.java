/** What a run does while it does it: counters, progress, events, and what it cost. */
@NullMarked
package io.assay.spark.metrics;

import org.jspecify.annotations.NullMarked;
