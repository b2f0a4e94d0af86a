/**
 * Which device a task's model runs on, whose turn it is there, and how a stage asks Spark for GPUs.
 * Knows nothing of jobs and shards.
 */
@NullMarked
package io.assay.spark.device;

import org.jspecify.annotations.NullMarked;
