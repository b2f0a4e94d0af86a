package io.assay.attribution;

/**
 * What a method will ask of the model for one row, at most.
 *
 * @param forward forward calls
 * @param gradient gradient calls
 */
public record CallsPerRow(long forward, long gradient) {}
