/** Shows finished runs in a browser: a small server that reads one folder and writes nothing. */
@NullMarked
package io.assay.spark.serve;

import org.jspecify.annotations.NullMarked;
