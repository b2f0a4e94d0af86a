package io.assay.job;

import java.util.Map;

/**
 * A method that the job asks for.
 *
 * @param key its key in the catalogue
 * @param options its options record, defaults filled in
 * @param given the options that the job file itself names, by kebab-case key
 */
public record MethodSpec(String key, Record options, Map<String, Object> given) {}
