/** Tests of the rewriter of TorchScript archives. */
@NullMarked
package io.assay.engine.torchscript;

import org.jspecify.annotations.NullMarked;
