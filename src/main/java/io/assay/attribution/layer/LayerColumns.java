package io.assay.attribution.layer;

/** What the values of a layer are attributed to. */
public enum LayerColumns {
  /** The input's groups where the layer lies over the input, its channels elsewhere. */
  AUTO,
  /** The input's groups: tokens sum over their vectors, pixels over channels and their share. */
  INPUT,
  /** The layer's channels, summed over positions. */
  CHANNEL,
  /** Every value of the layer by itself. */
  NEURON
}
