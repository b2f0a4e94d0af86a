/** Finished runs in the formats of other tools: CSV, TensorBoard, MLflow. */
@NullMarked
package io.assay.spark.export;

import org.jspecify.annotations.NullMarked;
