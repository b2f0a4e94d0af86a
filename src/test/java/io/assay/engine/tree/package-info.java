/** Tests of files of tree ensembles. */
@NullMarked
package io.assay.engine.tree;

import org.jspecify.annotations.NullMarked;
