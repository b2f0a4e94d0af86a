/** Taps: places in a model's code where a value is read, cut off, or put in. */
@NullMarked
package io.assay.engine.torchscript.tap;

import org.jspecify.annotations.NullMarked;
