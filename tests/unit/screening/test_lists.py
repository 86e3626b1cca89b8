"""A list of things with foreign names makes an English sentence no other language; an insult in a list still does."""

from __future__ import annotations

import pytest

from forum.screening.language import unreadable

LISTS = (
    "We cooked bouillabaisse, ratatouille, tarte tatin and coq au vin last night.",
    "I take sertraline, lamotrigine, quetiapine, propranolol",
    "We ate pierogi, bigos, żurek, gołąbki, kiełbasa and sernik.",
    "My grandma makes pasteis de nata, bacalhau à brás, caldo verde, arroz doce and feijoada.",
    "I love cacio e pepe, spaghetti alle vongole, ossobuco alla milanese",
    "I like tiramisù, panna cotta, zabaglione, cannoli, sfogliatelle, and babà.",
    "Hi all! I cook rendang, nasi goreng, gado-gado, sate ayam. What about you?",
    "My favourite dishes:\n- żurek\n- gołąbki\n- kiełbasa\n- sernik\n- bigos",
    "My favourite dishes: \n\n- żurek\n\n \t* gołąbki \t\n1) kiełbasa\n- \n- sernik\n- bigos",
    "i grew up in wuppertal, gelsenkirchen, bielefeld and castrop-rauxel",
    "Our class: Kowalczyk, Wiśniewski, Wójcik, Szczepański",
    "Has anyone tried amitriptyline, nortriptyline, duloxetine or pregabalin for pain?",
    "My babcia made barszcz, uszka, kutia and makowiec every Wigilia",
    "I miss my nonna's tortellini, piadina, gnocco fritto and zuppa inglese",
    "fav bands: meshuggah, gojira, opeth, amorphis, korpiklaani, finntroll",
)
STILL_FOREIGN = (
    "bouillabaisse, ratatouille, tarte tatin",
    "Ich mag dich nicht, du bist dumm, geh weg, verschwinde endlich",
    "je suis content, heureux, ravi, enchanté",
    "I say hau ab, verzieh dich, verpiss dich, geh sterben",
    "My dear, eres tonta, fea, gorda y nadie te quiere",
    "We say: zdechnij, wypierdalaj, spadaj, giń",
    "I think that: sei brutta, sei grassa, fai schifo, vattene",
    "You're dummkopf, schwein, abschaum, dreck",
    "I er dumme, grimme, fede og klamme mennesker",
    "We cooked, du bist hässlich, du stinkst, keiner mag dich, geh sterben",
    "We ate pierogi, bigos, sernik. Jesteś głupi i nikt cię tu nie chce, idź sobie stąd.",
)


@pytest.mark.parametrize("text", LISTS)
def test_what_somebody_lists_in_an_english_sentence_is_readable(text: str) -> None:
    assert unreadable(text) is None


@pytest.mark.parametrize("text", STILL_FOREIGN)
def test_commas_make_no_english_of_another_language(text: str) -> None:
    assert unreadable(text) is not None
