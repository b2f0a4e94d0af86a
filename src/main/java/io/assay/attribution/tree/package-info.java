/** Methods that read a tree ensemble instead of asking it: exact values, no sampling. */
@NullMarked
package io.assay.attribution.tree;

import org.jspecify.annotations.NullMarked;
