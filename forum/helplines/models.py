"""The table of help lines: whom somebody can call who may hurt themselves."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base

MAX_COUNTRIES = 160
MAX_PLACE = 60
MAX_NAME = 80
MAX_CONTACT = 60
MAX_WORDS = 200
MAX_URL = 200


class HelpLine(Base):
    """One line. `countries` holds their two-letter codes (ISO 3166), with blanks between them.

    `checked_on` is the day on which somebody last made sure that it is right; None if nobody ever has.
    """

    __tablename__ = "help_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    countries: Mapped[str] = mapped_column(String(MAX_COUNTRIES), default="")
    place: Mapped[str] = mapped_column(String(MAX_PLACE))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    contact: Mapped[str] = mapped_column(String(MAX_CONTACT))
    words: Mapped[str] = mapped_column(String(MAX_WORDS), default="")
    url: Mapped[str] = mapped_column(String(MAX_URL), default="")
    position: Mapped[int]
    checked_on: Mapped[date | None]
