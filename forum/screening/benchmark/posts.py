"""Posts to measure with: the same in every run, of all lengths, kind and unkind."""

from __future__ import annotations

from itertools import cycle, islice

#: A post of twenty words, as newcomers write them.
SHORT = (
    "Hello everyone, I found this place last night and I am glad that it is here. "
    "Looking forward to you."
)
#: A post of forty words, to be explained.
FORTY = (
    "I read your whole story this morning and I still can not believe that anybody would be so "
    "stupid, you are a pathetic liar, and I hope that every single one of your dear friends here sees "
    "what you are."
)

_SENTENCES = (
    "Hi, I'm new here.",
    "I moved to this town in spring with my two kids and an old dog.",
    "Does anybody know a good book about growing tomatoes on a balcony?",
    "It took me three years to say this out loud, so please be gentle with me.",
    "That is fucking awesome, congratulations!",
    "My sister is deaf, and we sign at home, which confuses the neighbours' cat a lot.",
    "I have been sober for ninety days, and some of them were hard.",
    "You are an idiot and nobody here likes you.",
    "Thank you all for the kind words yesterday.",
    "The weather was dreadful, so we stayed in and baked bread.",
    "I lost my job in March, and I still do not know what to do with my mornings.",
    "Nobody asked for your opinion, go back to where you came from.",
    "What helped me was to write one line a day, even a bad one.",
    "Is it normal to feel this tired?",
    "We meet on Thursdays in the library, everyone is welcome.",
    "He used to shout at me for hours, and now the house is quiet.",
)
_LENGTHS = (6, 14, 22, 35, 9, 60, 18, 110, 27, 12, 200, 45, 16, 380)


#: What somebody may send to keep the screener busy: one thing over and over, as long as a text is read.
_OVER_AND_OVER = (
    "a", "é", "\u200b", "A-", "a_", "a.", "@a.b.", "f*", "(1", "1 ", "[a](", "> a\n",
    "http://a.b/ ", "12 Main ", "just ",
)  # fmt: skip


def over_and_over(length: int) -> list[str]:
    """Texts of so many characters, each of one thing."""
    return [(one * length)[:length] for one in _OVER_AND_OVER]


def mixed(count: int) -> list[str]:
    """Posts of 6 to 380 words: many short ones, a few very long ones."""
    return [_post(number, words) for number, words in enumerate(islice(cycle(_LENGTHS), count))]


def _post(number: int, words: int) -> str:
    # Each post begins elsewhere and skips on at another pace, so that hardly two are the same.
    order = (
        _SENTENCES[(number * 7 + step * (1 + number % 5)) % len(_SENTENCES)]
        for step in range(words)
    )
    some = islice((word for sentence in order for word in sentence.split()), words - 1)
    return " ".join([*some, f"({number})"])
