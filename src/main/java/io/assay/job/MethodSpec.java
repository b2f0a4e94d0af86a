package io.assay.job;

/**
 * A method that the job asks for.
 *
 * @param key its key in the catalogue
 * @param options its options record, defaults filled in
 */
public record MethodSpec(String key, Record options) {}
