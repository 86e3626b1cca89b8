"""Compiles the model's checkpoint for ONNX Runtime: the same network, its large weights in 8 bits.

The network is written down node by node instead of being traced by torch: BERT has not changed
since 2018, and so a compilation takes seconds, needs no torch and gives the same file everywhere.
One text is scored at a time: 8-bit arithmetic takes its scale from all that it is given, so in
a batch the score of one text would depend on its neighbours.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from forum.screening.model_files import WEIGHTS

Array = NDArray[Any]

_CONTRIB = "com.microsoft"
_OPSET = 18
#: Largest weight: 7 bits of 8, as processors without VNNI add two products in 16 bits, and 8 bits
#: would overflow there.
_LARGEST_WEIGHT = 63
#: A token of nothing but zeros is divided by this instead of by its height.
_FLAT = np.array(1e-12, dtype=np.float32)


def build_network(model_dir: Path) -> onnx.ModelProto:
    """The network of the checkpoint in `model_dir`: token ids (1, tokens) → scores (labels,)."""
    config = json.loads((model_dir / "config.json").read_text(encoding="utf-8"))
    weights = {
        name: values.astype(np.float32) for name, values in load_file(model_dir / WEIGHTS).items()
    }
    return _Network(weights=weights, config=config).built()


def build_product(rows: int, columns: int) -> onnx.ModelProto:
    """One product of (1, tokens, rows) with weights (rows, columns), as the network has many.

    To measure how many multiply-adds a second the machine can do.
    """
    network = _Network(
        weights={
            "one.weight": np.ones((columns, rows), dtype=np.float32),
            "one.bias": np.zeros(columns, dtype=np.float32),
        },
        config={},
    )
    return network.model(
        network.product("values", "one"),
        helper.make_tensor_value_info("values", TensorProto.FLOAT, [1, "tokens", rows]),
        [1, "tokens", columns],
    )


@dataclass(kw_only=True)
class _Network:
    """Nodes and constants, added in the order in which they are computed."""

    weights: Mapping[str, Array]
    config: Mapping[str, Any]
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def built(self) -> onnx.ModelProto:
        hidden = self._embeddings()
        last = self.config["num_hidden_layers"] - 1
        for number in range(last):
            hidden = self._layer(hidden, f"bert.encoder.layer.{number}")
        first = self._last_layer(hidden, f"bert.encoder.layer.{last}")
        ids = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])
        return self.model(self._head(first), ids, [1, "labels"])

    def model(
        self, output: str, given: onnx.ValueInfoProto, shape: Sequence[int | str]
    ) -> onnx.ModelProto:
        """What was put together so far, from what is `given` to `output` of that shape."""
        result = helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)
        graph = helper.make_graph(self.nodes, "bert", [given], [result], self.constants)
        imports = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)]
        model = helper.make_model(graph, opset_imports=imports)
        model.ir_version = 10
        return model

    def _embeddings(self) -> str:
        table = self.weights["bert.embeddings.word_embeddings.weight"]
        scale = np.abs(table).max(axis=1, keepdims=True) / 127
        scale[scale == 0] = 1
        rounded = np.rint(table / scale).astype(np.int8)
        # A text is one segment, so what the first segment adds is added once and for all.
        places = (
            self.weights["bert.embeddings.position_embeddings.weight"]
            + self.weights["bert.embeddings.token_type_embeddings.weight"][0]
        )
        words = self._node("Cast", self._node("Gather", self._constant(rounded), "ids"), to=1)
        scales = self._node("Gather", self._constant(scale.astype(np.float32)), "ids")
        count = self._node("Shape", "ids", start=1, end=2)
        zero, one = self._constant(np.array([0])), self._constant(np.array([1]))
        first = self._node("Slice", self._constant(places), zero, count, zero, one)
        summed = self._node("Add", self._node("Mul", words, scales), first)
        return self._norm(summed, "bert.embeddings.LayerNorm")

    def _layer(self, hidden: str, name: str) -> str:
        query, key, value = self._attention_parts(name)
        together = self.product(hidden, query, key, value)
        parts = self._nodes("Split", together, outputs=3, axis=2, num_outputs=3)
        return self._after_attention(self._attention(*parts), hidden, name)

    def _last_layer(self, hidden: str, name: str) -> str:
        """What the last layer makes of the first token, (1, 1, hidden): nobody asks for the others."""
        query, key, value = self._attention_parts(name)
        first = self._node("Gather", hidden, self._constant(np.array([0])), axis=1)
        together = self.product(hidden, key, value)
        parts = self._nodes("Split", together, outputs=2, axis=2, num_outputs=2)
        attended = self._attention(self.product(first, query), *parts)
        return self._after_attention(attended, first, name)

    def _attention_parts(self, name: str) -> Sequence[str]:
        return [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]

    def _attention(self, query: str, key: str, value: str) -> str:
        return self._node(
            "MultiHeadAttention",
            query,
            key,
            value,
            domain=_CONTRIB,
            num_heads=self.config["num_attention_heads"],
        )

    def _after_attention(self, attended: str, hidden: str, name: str) -> str:
        inner, outer = f"{name}.attention.output", f"{name}.output"
        hidden = self._added(self.product(attended, f"{inner}.dense"), hidden, inner)
        # "Fast" takes a hyperbolic tangent for the error function: less of a difference than 8 bits make.
        wide = self._node(
            "FastGelu",
            self._levelled_product(hidden, f"{name}.intermediate.dense"),
            domain=_CONTRIB,
        )
        return self._added(self._levelled_product(wide, f"{outer}.dense"), hidden, outer)

    def _head(self, hidden: str) -> str:
        first = self._node("Gather", hidden, self._constant(np.array(0)), axis=1)
        pooled = self._node("Tanh", self._exact(first, "bert.pooler.dense"))
        return self._node("Sigmoid", self._exact(pooled, "classifier"))

    def _added(self, value: str, hidden: str, name: str) -> str:
        # In two nodes: the one that does both, SkipLayerNormalization, takes three times as long.
        return self._norm(self._node("Add", value, hidden), f"{name}.LayerNorm")

    def _norm(self, value: str, name: str) -> str:
        return self._node(
            "LayerNormalization",
            value,
            self._constant(self.weights[f"{name}.weight"]),
            self._constant(self.weights[f"{name}.bias"]),
            epsilon=self.config["layer_norm_eps"],
        )

    def _exact(self, value: str, name: str) -> str:
        weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return self._node("Gemm", value, self._constant(weight), self._constant(bias), transB=1)

    def product(self, value: str, *names: str) -> str:
        """One product with the weights of one layer, or of several side by side, in 8 bits."""
        bias = np.concatenate([self.weights[f"{name}.bias"] for name in names])
        return self._in_8_bits(value, names, self._constant(bias))

    def _levelled_product(self, value: str, name: str) -> str:
        """The same, with each token brought to one height first and back to its own afterwards.

        Otherwise all tokens share the scale of the largest. Before and after the wide part of a layer that one is tens
        of times larger than most, and this halves what 8 bits cost; around the attention it would change nothing.
        """
        height = self._node(
            "ReduceMax", self._node("Abs", value), self._constant(np.array([-1])), keepdims=1
        )
        level = self._node("Div", value, self._node("Max", height, self._constant(_FLAT)))
        result = self._node("Mul", self._in_8_bits(level, [name]), height)
        return self._node("Add", result, self._constant(self.weights[f"{name}.bias"]))

    def _in_8_bits(self, value: str, names: Sequence[str], *bias: str) -> str:
        weight = np.concatenate([self.weights[f"{name}.weight"] for name in names]).T
        scale = np.abs(weight).max(axis=0) / _LARGEST_WEIGHT
        scale[scale == 0] = 1
        rounded = np.rint(weight / scale).astype(np.int8)
        return self._node(
            "DynamicQuantizeMatMul",
            value,
            self._constant(rounded),
            self._constant(scale.astype(np.float32)),
            self._constant(np.zeros(len(scale), dtype=np.int8)),
            *bias,
            domain=_CONTRIB,
        )

    def _constant(self, values: Array) -> str:
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(values, order="C"), name))
        return name

    def _node(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        [output] = self._nodes(kind, *inputs, outputs=1, domain=domain, **attributes)
        return output

    def _nodes(
        self, kind: str, *inputs: str, outputs: int, domain: str = "", **attributes: Any
    ) -> Sequence[str]:
        names = [f"{kind}{len(self.nodes)}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return names
