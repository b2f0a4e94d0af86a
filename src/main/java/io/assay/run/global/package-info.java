/** Works off the global methods of a run, on the rows that its shards have kept. */
@NullMarked
package io.assay.run.global;

import org.jspecify.annotations.NullMarked;
