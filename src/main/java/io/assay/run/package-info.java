/** Works off one shard, without Spark. */
@NullMarked
package io.assay.run;

import org.jspecify.annotations.NullMarked;
