/** Decision trees as data: one form for those of every library. */
@NullMarked
package io.assay.model.tree;

import org.jspecify.annotations.NullMarked;
