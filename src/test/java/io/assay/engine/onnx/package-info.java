/** Tests of what ONNX models are run with. */
@NullMarked
package io.assay.engine.onnx;

import org.jspecify.annotations.NullMarked;
