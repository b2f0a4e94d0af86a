package io.assay.table;

import java.nio.ByteBuffer;

/**
 * A mergeable state of a shard, as bytes.
 *
 * @param method the method's key
 * @param target the explained scalar's name
 * @param slice the slice's name
 * @param kind what the bytes are, and in which version, so that only its reader opens them
 * @param state the bytes from position to limit, which nobody changes
 */
public record StateRecord(
    String method, String target, String slice, String kind, ByteBuffer state) {}
