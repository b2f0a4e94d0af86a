/** Tests of model files as a job meets them, through the public way in. */
@NullMarked
package io.assay.engine;

import org.jspecify.annotations.NullMarked;
