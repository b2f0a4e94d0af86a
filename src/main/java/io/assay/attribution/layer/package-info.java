/** Methods that look inside a model: maps of its layers, paths through them, attention. */
@NullMarked
package io.assay.attribution.layer;

import org.jspecify.annotations.NullMarked;
