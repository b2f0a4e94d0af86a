/** Files of tree ensembles, and the model that they become: plain Java, no native library. */
@NullMarked
package io.assay.engine.tree;

import org.jspecify.annotations.NullMarked;
