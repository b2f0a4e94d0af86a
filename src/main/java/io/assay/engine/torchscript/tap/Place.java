package io.assay.engine.torchscript.tap;

/**
 * A place in a model that a selector reaches, whether it is ever computed or not.
 *
 * @param number by which the model's code knows it
 * @param name the selector, without a firing
 * @param type what computes it, such as {@code Conv2d}
 */
public record Place(int number, String name, String type) {}
