"""Makes the ONNX trees beside this file: python3 make_trees.py (scikit-learn 1.2.1, onnx 1.12.0).

Nodes are written as skl2onnx writes them: thresholds are rounded down to float32, so that x <= t keeps every
float32 x on its side; forests give class shares divided by the number of trees; hit rates are all 1, except in
`covers`, where they count training rows. With the folder of the golden case rf_bc as argument it makes that
case's model.onnx in place: thresholds, leaves and covers in float64, as the case has them.
"""

import json
import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto, ValueInfoProto, helper, numpy_helper, save_model
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from sklearn.ensemble import (
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)

HERE = Path(__file__).parent
FLOAT, DOUBLE, INT64 = TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.INT64


def down(threshold):
    """The largest float32 that is not above a threshold."""
    single = np.float32(threshold)
    return np.nextafter(single, np.float32(-np.inf)) if np.float64(single) > threshold else single


class Ensemble:
    """Trees of scikit-learn as attributes of a node of ai.onnx.ml 1 to 4."""

    def __init__(self, kind):
        self.kind = kind  # class or target
        self.nodes = {
            key: []
            for key in "treeids nodeids featureids modes values truenodeids falsenodeids hitrates "
            "missing_value_tracks_true".split()
        }
        self.weights = {key: [] for key in "treeids nodeids ids weights".split()}

    def add(self, number, tree, leaf, hit_rate=lambda node: 1.0, threshold=down):
        """leaf(node) gives pairs of an output and what it adds to that."""
        for node in range(tree["nodes"]):
            is_leaf = tree["left"][node] < 0
            row = dict(
                treeids=number,
                nodeids=node,
                featureids=0 if is_leaf else int(tree["feature"][node]),
                modes="LEAF" if is_leaf else "BRANCH_LEQ",
                values=0.0 if is_leaf else float(threshold(tree["threshold"][node])),
                truenodeids=0 if is_leaf else int(tree["left"][node]),
                falsenodeids=0 if is_leaf else int(tree["right"][node]),
                hitrates=float(hit_rate(node)),
                missing_value_tracks_true=0,
            )
            for key, value in row.items():
                self.nodes[key].append(value)
            for output, weight in leaf(node) if is_leaf else ():
                for key, value in zip(self.weights, (number, node, output, float(weight))):
                    self.weights[key].append(value)

    def attributes(self, doubles=False):
        found = {"nodes_" + key: values for key, values in self.nodes.items()}
        found.update({f"{self.kind}_{key}": values for key, values in self.weights.items()})
        if doubles:
            for key in ("nodes_values", "nodes_hitrates", f"{self.kind}_weights"):
                array = np.array(found.pop(key), dtype=np.float64)
                found[key + "_as_tensor"] = numpy_helper.from_array(array, key)
        return found


def of_sklearn(tree):
    return dict(
        nodes=tree.node_count,
        left=tree.children_left,
        right=tree.children_right,
        feature=tree.feature,
        threshold=tree.threshold,
    )


def value(name, kind, *shape):
    return helper.make_tensor_value_info(name, kind, list(shape))


def save(path, nodes, inputs, outputs, ml=3):
    graph = helper.make_graph(nodes, "trees", inputs, outputs)
    opsets = [helper.make_opsetid("", 15), helper.make_opsetid("ai.onnx.ml", ml)]
    save_model(helper.make_model(graph, ir_version=8, opset_imports=opsets), path)


def tree_node(kind, outputs, attributes, name="X"):
    return helper.make_node(kind, [name], outputs, domain="ai.onnx.ml", **attributes)


def classifier(path, features, classes, attributes, zip_map=False, elements=FLOAT):
    """As skl2onnx: the label goes through a Cast, probabilities through a ZipMap unless it is left out."""
    attributes = dict(attributes, classlabels_int64s=list(range(classes)))
    nodes = [
        tree_node("TreeEnsembleClassifier", ["label", "probabilities"], attributes),
        helper.make_node("Cast", ["label"], ["output_label"], to=INT64),
    ]
    outputs = [value("output_label", INT64, "N")]
    if zip_map:
        nodes.append(
            helper.make_node(
                "ZipMap",
                ["probabilities"],
                ["output_probability"],
                domain="ai.onnx.ml",
                classlabels_int64s=list(range(classes)),
            )
        )
        maps = ValueInfoProto(name="output_probability")
        maps.type.sequence_type.elem_type.map_type.key_type = INT64
        maps.type.sequence_type.elem_type.map_type.value_type.tensor_type.elem_type = FLOAT
        outputs.append(maps)
    else:
        outputs.append(value("probabilities", FLOAT, "N", classes))
    save(path, nodes, [value("X", elements, "N", features)], outputs)


def regressor(path, features, attributes, ml=3):
    nodes = [
        helper.make_node("Cast", ["input"], ["X"], to=FLOAT),
        tree_node("TreeEnsembleRegressor", ["Y"], attributes),
        helper.make_node("Identity", ["Y"], ["variable"]),
    ]
    save(path, nodes, [value("input", DOUBLE, "N", features)], [value("variable", FLOAT, "N", 1)], ml)


def shares(tree, count):
    """Class shares of a leaf, divided by the number of trees."""

    def leaf(node):
        votes = tree.value[node][0]
        return [(k, votes[k] / votes.sum() / count) for k in range(len(votes))]

    return leaf


def forests():
    x, y = load_iris(return_X_y=True)
    forest = RandomForestClassifier(8, max_depth=5, random_state=1).fit(x, y)
    plain, covers = Ensemble("class"), Ensemble("class")
    for number, each in enumerate(forest.estimators_):
        tree = each.tree_
        leaf = shares(tree, 8)
        plain.add(number, of_sklearn(tree), leaf)
        covers.add(number, of_sklearn(tree), leaf, lambda node, t=tree: t.weighted_n_node_samples[node])
    classifier(HERE / "forest.onnx", 4, 3, dict(plain.attributes(), post_transform="NONE"), zip_map=True)
    classifier(HERE / "covers.onnx", 4, 3, dict(covers.attributes(), post_transform="NONE"))

    x, y = load_diabetes(return_X_y=True)
    forest = RandomForestRegressor(8, max_depth=4, random_state=2).fit(x, y)
    mean = Ensemble("target")
    for number, each in enumerate(forest.estimators_):
        tree = each.tree_
        mean.add(number, of_sklearn(tree), lambda node, t=tree: [(0, t.value[node][0][0])])
    regressor(HERE / "mean.onnx", 10, dict(mean.attributes(), n_targets=1, aggregate_function="AVERAGE"))
    doubles = dict(mean.attributes(doubles=True), n_targets=1, aggregate_function="SUM")
    save(
        HERE / "doubles.onnx",
        [tree_node("TreeEnsembleRegressor", ["Y"], doubles)],
        [value("X", DOUBLE, "N", 10)],
        [value("Y", FLOAT, "N", 1)],
    )


def boosted():
    x, y = load_breast_cancer(return_X_y=True)
    model = GradientBoostingClassifier(n_estimators=20, max_depth=3, random_state=3).fit(x, y)
    binary = Ensemble("class")
    for number, tree in enumerate(each[0].tree_ for each in model.estimators_):
        binary.add(number, of_sklearn(tree), lambda node, t=tree: [(0, 0.1 * t.value[node][0][0])])
    prior = float(np.log(y.mean() / (1 - y.mean())))
    attributes = dict(binary.attributes(), base_values=[prior], post_transform="LOGISTIC")
    classifier(HERE / "binary.onnx", 30, 2, attributes, zip_map=True)

    x, y = load_iris(return_X_y=True)
    model = GradientBoostingClassifier(n_estimators=6, max_depth=3, random_state=4).fit(x, y)
    many = Ensemble("class")
    for number, each in enumerate(model.estimators_.ravel()):
        tree = each.tree_
        many.add(number, of_sklearn(tree), lambda node, t=tree, k=number % 3: [(k, 0.1 * t.value[node][0][0])])
    attributes = dict(many.attributes(), base_values=[-1.25, -1.0, -0.75], post_transform="SOFTMAX")
    classifier(HERE / "softmax.onnx", 4, 3, attributes)

    x, y = load_diabetes(return_X_y=True)
    model = GradientBoostingRegressor(n_estimators=30, max_depth=3, random_state=5).fit(x, y)
    sums = Ensemble("target")
    for number, tree in enumerate(each[0].tree_ for each in model.estimators_):
        sums.add(number, of_sklearn(tree), lambda node, t=tree: [(0, 0.1 * t.value[node][0][0])])
    attributes = dict(sums.attributes(), n_targets=1, base_values=[float(y.mean())])
    regressor(HERE / "boosted.onnx", 10, attributes, ml=1)


def golden(folder):
    model = json.loads((folder / "model.json").read_text())
    forest = Ensemble("class")
    for number, tree in enumerate(model["trees"]):
        tree["nodes"] = len(tree["left"])
        forest.add(
            number,
            tree,
            lambda node, t=tree: [(k, v * model["scale"]) for k, v in enumerate(t["value"][node])],
            lambda node, t=tree: t["cover"][node],
            threshold=float,
        )
    attributes = dict(forest.attributes(doubles=True), post_transform="NONE")
    classifier(HERE.parent.parent / "golden/trees/rf_bc/model.onnx", 30, 2, attributes, elements=DOUBLE)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        golden(Path(sys.argv[1]))
    else:
        forests()
        boosted()
