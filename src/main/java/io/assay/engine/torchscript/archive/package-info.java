/** TorchScript archives as zip files: read with suspicion, written with other code. */
@NullMarked
package io.assay.engine.torchscript.archive;

import org.jspecify.annotations.NullMarked;
