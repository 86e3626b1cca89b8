"""A copy of one's own data, as the button gives it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from forum.database import db
from forum.own_data.copying import EVERYTHING, READABLE
from tests.factories import UNKIND
from tests.support.client import CheckingClient

PAGE = "/account/your-data"
HELD_WORDS = f"{UNKIND} I wrote this at three in the morning."


def taken(client: CheckingClient) -> zipfile.ZipFile:
    """The copy, as the button gives it."""
    response = client.submit(PAGE, {}, button="Make a copy and save it")
    db.session.rollback()
    assert response.status_code == 200
    assert response.mimetype == "application/zip"
    return zipfile.ZipFile(io.BytesIO(response.data))


def everything(client: CheckingClient) -> Mapping[str, Any]:
    with taken(client) as archive:
        found: Mapping[str, Any] = json.loads(archive.read(EVERYTHING))
        return found


def readable(client: CheckingClient) -> str:
    with taken(client) as archive:
        return archive.read(READABLE).decode()
