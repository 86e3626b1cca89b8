from __future__ import annotations

from pathlib import Path

import pytest
from transformers import BertTokenizer

from tests.unit.screening.training.tiny import tiny_tokenizer


@pytest.fixture
def tokenizer(tmp_path: Path) -> BertTokenizer:
    return tiny_tokenizer(tmp_path)
