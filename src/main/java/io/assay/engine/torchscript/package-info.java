/** TorchScript models through DJL and libtorch. */
@NullMarked
package io.assay.engine.torchscript;

import org.jspecify.annotations.NullMarked;
