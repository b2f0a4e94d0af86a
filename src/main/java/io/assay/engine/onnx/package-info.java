/** ONNX models, run by ONNX Runtime on the CPU. */
@NullMarked
package io.assay.engine.onnx;

import org.jspecify.annotations.NullMarked;
