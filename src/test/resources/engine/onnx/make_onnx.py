"""Makes the small ONNX models beside this file: python3 make_onnx.py (onnx 1.23.1, no weights of chance)."""

from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save_model

HERE = Path(__file__).parent
FLOAT, DOUBLE, INT64, INT32 = TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.INT64, TensorProto.INT32
BOOL, STRING, UINT8, HALF = TensorProto.BOOL, TensorProto.STRING, TensorProto.UINT8, TensorProto.FLOAT16


def value(name, kind, *shape):
    return helper.make_tensor_value_info(name, kind, list(shape))


def node(kind, inputs, outputs, **attributes):
    return helper.make_node(kind, inputs.split(), outputs.split(), **attributes)


def ml(kind, inputs, outputs, **attributes):
    return node(kind, inputs, outputs, domain="ai.onnx.ml", **attributes)


def save(name, nodes, inputs, outputs, opset=13, **weights):
    tensors = [numpy_helper.from_array(np.asarray(array), key) for key, array in weights.items()]
    graph = helper.make_graph(nodes, "g", inputs, outputs, tensors)
    opsets = [helper.make_opsetid("", opset), helper.make_opsetid("ai.onnx.ml", 2)]
    save_model(helper.make_model(graph, ir_version=8, opset_imports=opsets), HERE / f"{name}.onnx")


def f32(*numbers):
    return np.array(numbers, dtype=np.float32)


# y = a0 + 10 a1 + 100 b + 1000 c + 10000 d + 100000 e, one input of each type and a name that sorts otherwise.
save(
    "several",
    [
        node("Cast", "b", "b32", to=FLOAT),
        node("Cast", "c", "c32", to=FLOAT),
        node("Cast", "d", "d32", to=FLOAT),
        node("Cast", "e", "e1", to=FLOAT),
        node("Unsqueeze", "e1 axis", "e32"),
        node("Concat", "z b32 c32 d32 e32", "all", axis=1),
        node("MatMul", "all w", "y"),
    ],
    [
        value("z", FLOAT, "N", 2),
        value("b", INT64, "N", 1),
        value("c", DOUBLE, "N", 1),
        value("d", BOOL, "N", 1),
        value("e", INT32, "N"),
    ],
    [value("y", FLOAT, "N", 1)],
    axis=np.array([1], dtype=np.int64),
    w=f32(1, 10, 100, 1000, 10000, 100000).reshape(6, 1),
)

# As a converted scikit-learn classifier: labels, probabilities, and what they come from.
COEFFICIENTS = [1.0, 0.0, 0.0, 1.0, -1.0, -1.0]
linear = ml(
    "LinearClassifier",
    "x",
    "label scores",
    coefficients=COEFFICIENTS,
    intercepts=[0.0, 0.0, 0.5],
    classlabels_ints=[0, 1, 2],
    multi_class=1,
    post_transform="NONE",
)
softmax = node("Softmax", "scores", "probabilities", axis=1)
x2 = value("x", FLOAT, "N", 2)
label = value("label", INT64, "N")
save(
    "classifier",
    [linear, softmax],
    [x2],
    [label, value("probabilities", FLOAT, "N", 3), value("scores", FLOAT, "N", 3)],
)
mapped = helper.make_value_info(
    "mapped", helper.make_sequence_type_proto(helper.make_map_type_proto(INT64, helper.make_tensor_type_proto(FLOAT, [])))
)
zipped = ml("ZipMap", "probabilities", "mapped", classlabels_int64s=[0, 1, 2])
save("zipmap", [linear, softmax, zipped], [x2], [label, mapped])

# y = x0 + 2 x1, for one row or four rows a call, for float64, and as a vector.
w = f32(1, 2).reshape(2, 1)
for name, rows in (("one_row", 1), ("four_rows", 4)):
    save(name, [node("MatMul", "x w", "y")], [value("x", FLOAT, rows, 2)], [value("y", FLOAT, rows, 1)], w=w)
save(
    "doubles",
    [node("MatMul", "x w", "y")],
    [value("x", DOUBLE, "N", 2)],
    [value("y", DOUBLE, "N", 1)],
    w=w.astype(np.float64),
)
save(
    "vector",
    [node("MatMul", "x w", "y1"), node("Squeeze", "y1 axis", "y")],
    [x2],
    [value("y", FLOAT, "N")],
    w=w,
    axis=np.array([1], dtype=np.int64),
)
save(
    "halves",
    [node("MatMul", "x w", "y1"), node("Cast", "y1", "y", to=HALF)],
    [x2],
    [value("y", HALF, "N", 1)],
    w=w,
)

# A table of five entries: an id beyond it fails.
save(
    "table",
    [node("Gather", "table ids", "found"), node("ReduceSum", "found axis", "y", keepdims=1)],
    [value("ids", INT64, "N", 2)],
    [value("y", FLOAT, "N", 1)],
    table=f32(0, 1, 4, 9, 16),
    axis=np.array([1], dtype=np.int64),
)

# What is refused.
save("strings", [ml("LabelEncoder", "colour", "y", keys_strings=["red"], values_floats=[1.0])], [value("colour", STRING, "N", 1)], [value("y", FLOAT, "N", 1)])
save("bytes", [node("Cast", "x", "y", to=FLOAT)], [value("x", UINT8, "N", 2)], [value("y", FLOAT, "N", 2)])
save("labels", [node("ArgMax", "x", "label", axis=1, keepdims=0)], [x2], [label])
save("cube", [node("Unsqueeze", "x axis", "y")], [x2], [value("y", FLOAT, "N", 2, 1)], axis=np.array([2], dtype=np.int64))
save("future", [node("Relu", "x", "y")], [x2], [value("y", FLOAT, "N", 2)], opset=99)
save("unknown_operator", [node("Frobnicate", "x", "y")], [x2], [value("y", FLOAT, "N", 2)])
save("noisy", [node("RandomNormalLike", "x", "r"), node("Add", "x r", "y")], [x2], [value("y", FLOAT, "N", 2)])
save("minus_mean", [node("ReduceMean", "x", "m", axes=[0]), node("Sub", "x m", "y")], [x2], [value("y", FLOAT, "N", 2)])

outside = helper.make_graph([node("MatMul", "x w", "y")], "g", [x2], [value("y", FLOAT, "N", 1)], [numpy_helper.from_array(w, "w")])
kept = outside.initializer[0]
kept.ClearField("raw_data")
kept.data_location = TensorProto.EXTERNAL
for key, text in (("location", "weights.bin"), ("offset", "0"), ("length", "8")):
    entry = kept.external_data.add()
    entry.key, entry.value = key, text
(HERE / "weights_outside.onnx").write_bytes(
    helper.make_model(outside, ir_version=8, opset_imports=[helper.make_opsetid("", 13)]).SerializeToString()
)
