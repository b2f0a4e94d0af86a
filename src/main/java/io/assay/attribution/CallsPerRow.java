package io.assay.attribution;

/**
 * What a method will ask of the model for one row, at most, when one scalar of it is explained. A
 * method that follows each scalar on a path of its own asks as much again for each further one.
 *
 * @param forward forward calls
 * @param gradient gradient calls
 */
public record CallsPerRow(long forward, long gradient) {}
