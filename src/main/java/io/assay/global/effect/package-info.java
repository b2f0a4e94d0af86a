/** How the score goes with features: curves, interactions, what a shuffled feature changes. */
@NullMarked
package io.assay.global.effect;

import org.jspecify.annotations.NullMarked;
