package io.assay.engine.tree;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import io.assay.tensor.Tensor;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What ONNX Runtime itself gives for rows: scores, or what a ZipMap made of them. */
final class OrtScores {
  private OrtScores() {}

  /** Runs a model of one input on one thread. */
  static Tensor of(Path file, Tensor rows) {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(file.toString(), options)) {
        NodeInfo input = session.getInputInfo().values().iterator().next();
        try (OnnxTensor tensor = tensor(environment, input, rows);
            OrtSession.Result result = session.run(Map.of(input.getName(), tensor))) {
          return scores(result.get(result.size() - 1));
        }
      }
    } catch (OrtException failure) {
      throw new IllegalArgumentException(failure);
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, NodeInfo input, Tensor rows)
      throws OrtException {
    long[] shape = {rows.rows(), rows.rowLength()};
    if (((TensorInfo) input.getInfo()).type == OnnxJavaType.FLOAT) {
      return OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows.values()), shape);
    }
    double[] wide = new double[rows.values().length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = rows.at(i);
    }
    return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(wide), shape);
  }

  @SuppressWarnings("unchecked") // a sequence of maps is a list of them
  private static Tensor scores(OnnxValue value) throws OrtException {
    if (value instanceof OnnxTensor tensor) {
      float[] all = tensor.getFloatBuffer().array();
      int rows = (int) tensor.getInfo().getShape()[0];
      return Tensor.of(all, rows, all.length / rows);
    }
    List<OnnxMap> maps = (List<OnnxMap>) value.getValue();
    int classes = maps.get(0).getValue().size();
    float[] all = new float[maps.size() * classes];
    for (int row = 0; row < maps.size(); row++) {
      Map<?, ?> map = maps.get(row).getValue();
      for (int each = 0; each < classes; each++) {
        all[row * classes + each] = (Float) Objects.requireNonNull(map.get((long) each));
      }
    }
    return Tensor.of(all, maps.size(), classes);
  }
}
