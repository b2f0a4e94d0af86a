/** The code that a TorchScript archive holds, as a syntax tree: read, changed and written. */
@NullMarked
package io.assay.engine.torchscript.code;

import org.jspecify.annotations.NullMarked;
