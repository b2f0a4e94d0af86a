/** Trees as tables: what a subtree's leaves give, by the pattern of a row's answers. */
@NullMarked
package io.assay.attribution.tree.table;

import org.jspecify.annotations.NullMarked;
