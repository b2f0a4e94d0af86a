package io.assay.run;

/**
 * One mergeable state, as it lies in the states table.
 *
 * @param key what it summarises
 * @param bytes the state itself; not to be written to
 */
public record StateRecord(StateKey key, byte[] bytes) {}
