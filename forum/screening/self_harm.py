"""Signs that somebody may hurt themselves, in what they write of themselves.

They are looked for in the first person only: "I want to die" is a cry for help, "you should die"
is not. Rules rather than a model, because each of them must be open to anybody's judgement.
"""

from __future__ import annotations

import re

_I = r"\bi(?:['’]?(?:m|ve|d|ll)|\s+am|\s+have|\s+had|\s+was|\s+will)?"
_MAYBE = r"(?:\s+(?:just|really|only|still|also|often|always|constantly|so|do|seriously|honestly|kind\s+of|kinda|might|may|could|should|have\s+been|been|even|actually|now|never))*"
_WANT = (
    r"(?:want(?:ed)?\s+to|wanna|wish\s+(?:to|i\s+could)|(?:am\s+)?going\s+to|gonna|plan(?:ning|ned)?\s+"
    r"(?:to|on)|need\s+to|try(?:ing)?\s+to|tried\s+to|about\s+to|ready\s+to|thinking\s+(?:of|about)|"
    r"think\s+(?:of|about)|thought\s+(?:of|about)|feel\s+like|keep\s+(?:thinking\s+about|wanting\s+to)|"
    r"close\s+to|considering|consider|attempted\s+to)"
)
_ACT = (
    r"(?:kill(?:ing)?\s+myself|unaliv(?:e|ing)\s+myself|hang(?:ing)?\s+myself|shoot(?:ing)?\s+myself|"
    r"drown(?:ing)?\s+myself|hurt(?:ing)?\s+myself|harm(?:ing)?\s+myself|cut(?:ting)?\s+myself|"
    r"starv(?:e|ing)\s+myself|burn(?:ing)?\s+myself|"
    r"end(?:ing)?\s+(?:it\s+all|it\s+tonight|things|everything|(?:my|this)\s+(?:own\s+)?life)|"
    r"tak(?:e|ing)\s+my\s+(?:own\s+)?life|(?:commit(?:ting)?\s+)?suicide|"
    r"die|dying|be\s+dead|disappear(?:ing)?\s+for\s+(?:ever|good)|"
    r"not\s+(?:be|being)\s+(?:here|alive)(?:\s+any\s*more)?|not\s+(?:to\s+)?(?:exist|wake\s+up)|"
    r"jump(?:ing)?\s+off\s+(?:a|the)\s+(?:bridge|roof|building)|overdos(?:e|ing))"
)

#: What such sentences look like. The matched words are what is marked for the moderator.
_PATTERNS = (
    rf"{_I}{_MAYBE}\s+{_WANT}{_MAYBE}\s+{_ACT}\b",
    r"\b(?:kill|hurt|harm|cut|hang|shoot|starve|unalive)(?:ing)?\s+myself\b",
    r"\b(?:take|taking|end|ending)\s+my\s+(?:own\s+)?life\b",
    rf"{_I}{_MAYBE}\s+(?:feel(?:ing)?\s+)?suicidal\b",
    r"\bmy\s+(?:suicide\s+(?:note|plan)|suicidal\s+(?:thoughts|ideation))\b",
    rf"{_I}\s+(?:can(?:['’]?t|not)|don['’]?t|do\s+not)(?:\s+(?:want\s+to|wanna))?{_MAYBE}\s+"
    r"(?:live|be\s+alive|be\s+here|exist|wake\s+up|go\s+on(?:\s+living)?|keep\s+living|be\s+in\s+this\s+world)"
    r"(?:\s+(?:any\s*more|like\s+this|any\s+longer|tomorrow))\b",
    r"\b(?:don['’]?t|do\s+not|no\s+longer)\s+(?:want\s+to|wanna)\s+(?:live|be\s+alive|exist)\b",
    r"\bi\s+wish\s+i\s+(?:was|were)\s+(?:dead|never\s+born)\b",
    r"\bi\s+(?:should|ought\s+to)\s+(?:just\s+)?(?:die|be\s+dead)\b",
    r"\b(?:better\s+off|happier)\s+(?:without\s+me|if\s+i\s+(?:was|were)\s+(?:dead|gone))\b",
    r"\b(?:no|any)\s+(?:reason|point)\s+(?:to|in)\s+(?:live|living|(?:me\s+)?being\s+alive|go(?:ing)?\s+on)\b",
    r"\bi\s+(?:have\s+|just\s+)?(?:took|taken|swallowed)\s+(?:all\s+(?:my|the|of\s+my)|too\s+many)\s+(?:\w+\s+)?pills\b",
    r"\bi(?:['’]?m|\s+am|\s+have\s+been|['’]?ve\s+been|\s+started)?\s+self[\s-]?harm(?:ing|ed)?\b",
    r"\bgoodbye\s+(?:cruel\s+)?world\b|\bthis\s+is\s+(?:my\s+)?(?:final\s+)?goodbye\s+(?:to\s+everyone|forever)\b",
)
_SIGNS = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)

#: Figures of speech, and what is over or is said not to be so.
_NOT_SO = re.compile(
    r"(?:\b(?:not|never|n['’]t|nor|without)\s+(?:\w+\s+){0,2}$)"
    r"|\b(?:years?|months?|decades?)\s+ago\b[^.!?\n]{0,60}$",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"^\s*(?:of\s+(?:laughter|laughing|embarrassment|boredom|cringe|cuteness|curiosity|shame|heat)"
    r"|laughing|to\s+(?:see|know|try|meet|go|hear|get|find|play|visit)\b|on\s+(?:this|that|a)\s+hill"
    r"|(?:my|the)\s+hair\b|shaving\b|at\s+work\b)",
    re.IGNORECASE,
)
#: Put to the model in place of such words, so that a cry for help is not judged as a threat.
INSTEAD = "I feel very sad"


def signs(text: str) -> list[tuple[int, int]]:
    """Where `text` shows signs of self-harm: offsets, in order, not overlapping."""
    return [
        match.span()
        for match in _SIGNS.finditer(text)
        if not _FIGURE.match(text, match.end())
        and not _FIGURE.match(text[match.end() : match.end() + 40])
        and not _NOT_SO.search(text[max(0, match.start() - 80) : match.start()])
    ]
