package io.assay.engine.torchscript.tap;

import io.assay.engine.torchscript.tap.Selector.Kind;

/** A place that every object of a class has because a selector asked for it in one. */
record Extra(Kind kind, String what) {}
