"""Writes the trained weights as ONNX: python3 export_onnx.py WEIGHTS.npz OUT.onnx

A manifest.json beside OUT.onnx gets the new size and checksum.

x [1, 2 + n, 42] (two frames of the past first), h [2, 1, cells] -> y [1, n, 42] (two heads of 21: now, 20 ms ago), hn [2, 1, cells].
The head for 40 ms ago is left out: it helps in training, but says little more than that for 20 ms.
"""

import hashlib
import os
import re
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def model(p):
    size = p["conv"].shape[0] // 3
    cells = p["r1"].shape[0]
    outs = 2 * 21

    def gru_weights(k):
        # Ours: columns z r n. ONNX: rows z r h.
        return p[f"w{k}"].T[None].copy(), p[f"r{k}"].T[None].copy(), np.concatenate([p[f"wb{k}"], p[f"rb{k}"]])[None].copy()

    constants = {
        "conv": p["conv"].reshape(3, size, cells).transpose(2, 1, 0).copy(),
        "conv_b": p["conv_b"],
        "head": p["head"][:, :outs],
        "head_b": p["head_b"][:outs],
        "zero": np.array([0], np.int64),
        "one": np.array([1], np.int64),
        "two": np.array([2], np.int64),
        "last": np.array([-1], np.int64),
    }
    for k in (1, 2):
        constants[f"w{k}"], constants[f"r{k}"], constants[f"b{k}"] = gru_weights(k)
    gru = lambda k, x: [
        helper.make_node("GRU", [x, f"w{k}", f"r{k}", f"b{k}", "", f"h{k}"], [f"g{k}", f"n{k}"], hidden_size=cells, linear_before_reset=1),
        helper.make_node("Squeeze", [f"g{k}", "one"], [f"o{k}"]),
    ]
    nodes = [
        helper.make_node("Transpose", ["x"], ["xt"], perm=[0, 2, 1]),
        helper.make_node("Conv", ["xt", "conv", "conv_b"], ["c"], kernel_shape=[3]),
        helper.make_node("Relu", ["c"], ["cr"]),
        helper.make_node("Transpose", ["cr"], ["seq"], perm=[2, 0, 1]),
        helper.make_node("Slice", ["h", "zero", "one", "zero"], ["h1"]),
        helper.make_node("Slice", ["h", "one", "two", "zero"], ["h2"]),
        *gru(1, "seq"),
        *gru(2, "o1"),
        helper.make_node("Concat", ["o1", "o2"], ["joined"], axis=2),
        helper.make_node("MatMul", ["joined", "head"], ["m"]),
        helper.make_node("Add", ["m", "head_b"], ["a"]),
        helper.make_node("Transpose", ["a"], ["y"], perm=[1, 0, 2]),
        helper.make_node("Concat", ["n1", "n2"], ["hn"], axis=0),
    ]
    value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    graph = helper.make_graph(
        nodes,
        "lipsync",
        [value("x", [1, "frames_and_2", size]), value("h", [2, 1, cells])],
        [value("y", [1, "frames", outs]), value("hn", [2, 1, cells])],
        [numpy_helper.from_array(np.ascontiguousarray(v), k) for k, v in constants.items() if k != "last"],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="yingxi")
    made.ir_version = 8
    onnx.checker.check_model(made)
    return made


if __name__ == "__main__":
    made = model(dict(np.load(sys.argv[1])))
    onnx.save(made, sys.argv[2])
    print(sys.argv[2], len(made.SerializeToString()), "bytes")
    manifest = os.path.join(os.path.dirname(sys.argv[2]), "manifest.json")
    if os.path.exists(manifest):
        text = open(manifest, encoding="utf8").read()
        data = open(sys.argv[2], "rb").read()
        text = re.sub(r'"bytes": \d+', f'"bytes": {len(data)}', text)
        text = re.sub(r'"sha256": "[0-9a-f]*"', f'"sha256": "{hashlib.sha256(data).hexdigest()}"', text)
        open(manifest, "w", encoding="utf8").write(text)
