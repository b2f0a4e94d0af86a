/** Tests of the code model. */
@NullMarked
package io.assay.engine.torchscript.code;

import org.jspecify.annotations.NullMarked;
