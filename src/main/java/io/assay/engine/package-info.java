/** Turns model files into abilities; sole owner of native memory and devices. */
@NullMarked
package io.assay.engine;

import org.jspecify.annotations.NullMarked;
