/** Backward rules, attention and one-call explainers, as additions to a model's own code. */
@NullMarked
package io.assay.engine.torchscript.rules;

import org.jspecify.annotations.NullMarked;
