"""What people may be sorry to have shown everybody: pointed out, never held."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forum.screening.context import Context
from forum.screening.verdict import Finding, Span

NAME = "personal_data"

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])")
# As people hide one from machines: "ada [at] example [dot] org".
_HIDDEN_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64} ?[\[({]at[\])}] ?[\w-]{1,63}"
    r"(?:(?:\.| ?[\[({]dot[\])}] ?)[\w-]{1,63}){0,7}(?:\.| ?[\[({]dot[\])}] ?)[A-Za-z]{2,24}(?![\w-])"
    # In plain words only where the second one is known for mail: people meet "at example dot com" as well.
    r"|(?<![\w.+-])[\w.+-]{1,64} at (?:g(?:oogle)?mail|hotmail|outlook|yahoo|icloud|aol|gmx|proton(?:mail)?|live)"
    r"(?:\.| dot )(?:com|net|org|me|de|fr|it|es|ca|(?:co(?:\.| dot ))?(?:uk|in|jp))\b",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?:(?<![\w/.:#-])|(?i:(?<=\btel:)|(?<=\bphone:)|(?<=\bmobile:)|(?<=\bcell:)|(?<=\bwhatsapp:)))"
    r"(?:\+\d{1,3} ?(?:\(0\) ?|(?=\d ))|00)?\+?\(?\d{1,4}\)?(?:(?: - |[ ./-]{0,2})\(?\d{2,5}\)?){1,5}(?![\w/:-])"
)
_CARD = re.compile(r"(?<![\d+])[2-6](?:[ -]?\d){12,18}(?!\d)")
# Spelled out: with case left out of account a dotless i would be a letter of it, too, and has no place in a check sum.
_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){3,7}(?: ?[A-Za-z0-9]{1,3})?\b")
_NATIONAL_INSURANCE = re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b")
_SOCIAL_SECURITY = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")
_STREET = re.compile(
    r"\b\d{1,5}[A-Za-z]?,? (?:(?:North|South|East|West|N\.|S\.|E\.|W\.) )?"
    r"(?:[A-Z][\w'’.-]{1,30} ){1,4}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Close|Crescent|"
    r"Terrace|Place|Pl|Way|Square|Gardens|Grove|Parkway|Pkwy)\b(?! of\b)\.?"
    r"|\b\d{1,5} [a-z]{2,20} (?:street|avenue|road|lane|drive|boulevard)\b"
    r"|\bP\.? ?O\.? Box \d{1,6}\b"
)
# A number after the street, as in German, Dutch and the Nordic languages, and where the kind of street comes first.
_NAME = r"[A-ZÀ-ÝŁŚŻŹĆ][\w'’-]{1,30}"
_OF = r"(?:de (?:la |los |l['’])?|du |des |del |da |das |do |dos |di |della |la |le |les )?"
_STREET_ABROAD = re.compile(
    r"\b[A-ZÄÖÜ]\w{0,30}(?:straße|strasse|weg|allee|gasse|platz|straat|laan|plein|gatan|vägen|veien|gata)"
    r" \d{1,4}[a-z]?\b"
    rf"|\b{_NAME} (?:Straße|Strasse|Allee|Weg|Platz) \d{{1,4}}[a-z]?\b"
    r"|\b\d{1,4}(?: bis| ter)?,? (?i:rue|avenue|boulevard|chemin|impasse|allée) "
    rf"{_OF}{_NAME}(?: {_NAME}){{0,3}}"
    r"|\b(?:Calle|Avenida|Avda\.|Plaza|Via|Viale|Piazza|Corso|Rua|Praça|ul\.|ulica|al\.) "
    rf"{_OF}{_NAME}(?: {_OF}{_NAME}){{0,3}},? \d{{1,4}}[a-zA-Z]?\b"
    r"(?! (?:of|times|days|weeks|years|people|more)\b)"
)
_DATE = re.compile(
    r"^\(?(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{4} ?- ?\d{4})\)?$"
)
_NETWORK_ADDRESS = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
# Whom people may call in need, and free numbers of offices, are everybody's.
_FREE_OF_CHARGE = re.compile(
    r"^(?:\+?1[ .-]?)?\(?8(?:00|88|77|66|55|44|33)\)?[ .-]|^0800\b|^0808\b|^116[ -]?\d{3}$"
)
_SCORES = re.compile(r"^\d{1,2}-\d{1,2}(?: \d{1,2}-\d{1,2})+$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_MEASURE = re.compile(r" ?(?:kg|kgs|kilos?|lbs?|mg|ml|km|cm|mm|g|m|kcal|%)\b")
_ROUND = re.compile(r"^\d{1,3}(?:[ .]\d{3})*[ .]000$")
_FEWEST_DIGITS = 9
_MOST_DIGITS = 15


def personal_data(context: Context) -> Iterator[Finding]:
    """One finding per kind of personal data. None of them holds the text."""
    for field in context.reading.fields:
        for what, spans in found_in(field.text).items():
            yield Finding(
                check=NAME,
                holds=False,
                spans=spans,
                explanation=f"This seems to contain {what}, which everybody will be able to see.",
                part=field.part,
            )


def found_in(text: str) -> dict[str, tuple[Span, ...]]:
    """What `text` gives away, in words that complete "This seems to contain …", and where."""
    cards = [match for match in _CARD.finditer(text) if _is_card(match.group())]
    banks = [match for match in _IBAN.finditer(text) if _is_iban(match.group())]
    kinds = {
        "an e-mail address": [*_EMAIL.finditer(text), *_HIDDEN_EMAIL.finditer(text)],
        "a bank card's number": cards,
        "a bank account's number": banks,
        "a social security number": list(_SOCIAL_SECURITY.finditer(text)),
        "a national insurance number": list(_NATIONAL_INSURANCE.finditer(text)),
        "a street address": [*_STREET.finditer(text), *_STREET_ABROAD.finditer(text)],
        "a postcode": list(_POSTCODE.finditer(text)),
    }
    taken = [match.span() for matches in kinds.values() for match in matches]
    kinds["a phone number"] = [
        match
        for match in _PHONE.finditer(text)
        if _is_phone(match.group())
        and not _MEASURE.match(text, match.end())
        and not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    return {
        what: tuple(Span(start=match.start(), end=match.end()) for match in matches)
        for what, matches in kinds.items()
        if matches
    }


def _is_phone(number: str) -> bool:
    digits = sum(char.isdigit() for char in number)
    # Digits without a gap or a leading + or 0 are more often a count or an identifier.
    written_like_one = number[0] in "+(0" or not number.isdigit()
    groups = re.findall(r"\d+", number)
    steps = len(groups) > 2 and (
        all(map(_YEAR.match, groups)) or all(it[-1] == "0" for it in groups)
    )
    if (
        steps
        or _SCORES.match(number)
        or _NETWORK_ADDRESS.match(number)
        or _FREE_OF_CHARGE.match(number)
    ):
        return False
    decimal = number.count(".") == 1 and number.replace(".", "").isdigit()
    if decimal or _DATE.match(number) or _ROUND.match(number):
        return False
    return written_like_one and _FEWEST_DIGITS <= digits <= _MOST_DIGITS


def _is_card(number: str) -> bool:
    """The check sum of card numbers (ISO/IEC 7812, Luhn)."""
    digits = [int(char) for char in number if char.isdigit()][::-1]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return len(set(digits)) > 1 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _is_iban(number: str) -> bool:
    """The check sum of account numbers (ISO 13616)."""
    compact = number.replace(" ", "")
    if not number.isupper() and compact != number:
        # Words of four letters, more likely.
        return False
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1
