/** Tests of archives as files. */
@NullMarked
package io.assay.engine.torchscript.archive;

import org.jspecify.annotations.NullMarked;
