"""Writes the trees of a scikit-learn forest, kept as arrays in model.json, as nodes.csv: tree, left,
right, feature, threshold, cover, values. ONNX files of the same forest have no covers.

usage: python nodes.py model.json nodes.csv
"""

import json
import sys

with open(sys.argv[1]) as source, open(sys.argv[2], "w") as target:
    model = json.load(source)
    for number, tree in enumerate(model["trees"]):
        for node in range(len(tree["left"])):
            fields = [number, tree["left"][node], tree["right"][node], tree["feature"][node]]
            fields += [tree["threshold"][node], tree["cover"][node]]
            fields += [value * model["scale"] for value in tree["value"][node]]
            target.write(",".join(repr(field) for field in fields) + "\n")
