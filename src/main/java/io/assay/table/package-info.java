/**
 * The schemas of every table we write, and the way between Arrow columns and our types. Whoever
 * calls brings the vectors, made with an allocator of its own: nothing here allocates on its own
 * account, holds memory after a call, or is static.
 */
@NullMarked
package io.assay.table;

import org.jspecify.annotations.NullMarked;
