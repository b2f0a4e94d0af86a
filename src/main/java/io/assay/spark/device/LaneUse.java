package io.assay.spark.device;

/**
 * How a device was used in this process so far.
 *
 * @param turns batches that were explained on it, those under way left out
 * @param waitedNanos time that tasks waited for their turns, summed over tasks
 * @param busyNanos time that the turns took and those under way have taken, summed over tasks; on
 *     the CPU, where tasks run beside each other, more than time passes
 */
public record LaneUse(long turns, long waitedNanos, long busyNanos) {}
