package io.assay.engine.torchscript.code;

/**
 * Where a call stands.
 *
 * @param types of the values in the routine
 * @param place the file, and the line where the routine begins, for messages
 */
public record Site(Types types, String place) {}
