"""The bundled word lists: what they hold, and the names, goods and places that only sound like it."""

from __future__ import annotations

import pytest

from forum.screening.checks.wordlist import WordList, noticed

LISTED = (
    "white power!",
    "WHITE. POWER.",
    "wh1te p0wer",
    "w h i t e  p o w e r",
    "white-power skins",
    "Six million more!",
    "six million more of them",
    "TND now",
    "sieg heil",
    "s1eg h3il",
    "kys",
    "just kys already",
    "you should kys",
    "I said: kys",
    "I don't say kys often",
    "I told him to kys and I tell you to kys",
    "someone should tell you to kys",
    "why don't you kys",
    "I wrote kys and I mean it",
    "they should have told you to kys",
    "Geh sterben",
    "muérete ya",
    "we ate bigos, sernik, zdechnij",
    "six gorillion lol",
    "six million wasn't enough",
    "you connard",
    "Connard!",
    "CONNARD",
    "Hi Connard",
    "go home you kurwa",
    "Ty kurwo!",
    "putang ina mo",
    "la tuya y tu puta madre",
    "You Connard",
    "Stupid Connard",
    "Gros Connard",
    "Hi Sale Connard",
    "Pauvre Connard",
    "Bonjour Connard",
    "Worthless Connard",
    "The Connard is here",
    "chutiya",
    "you puta",
    "You are such a Schlampe.",
    "go home, you stupid cabrón",
    "your a perra",
    "u are a zorra lol",
    'you "puta"',
    "You are just a şerefsiz",
    "you orospu",
    "you haramzada",
    "teri maa ki",
    "I mean, salope",
    'I say to you "arschloch"',
)
HARMLESS = (
    "It costs about 900 TND a month.",
    "What is the TND worth in euros?",
    "1488 words",
    "I bought a white power bank for my phone",
    "the white power cord, two white power strips and a white power supply",
    "My son wants the White Power Ranger",
    "White power steering fluid, a white power adaptor and two white power chairs",
    "It would take six million more euros",
    "Six million more people live here now, and six million more pounds went into it",
    "She wrote about the white power structure of her town",
    "I painted it white. Power tools did the rest.",
    "Camille Connard",
    "I read a book by M. Connard, and met Mrs Connard",
    "My surname is Connard, and I have heard all the jokes.",
    "John Connard and J. Connard are brothers",
    "I belong to the Chutiya people of Assam",
    "The paella was de puta madre",
    "Kurwa, I am so sorry about your dad.",
    # What is told of.
    "My ex called me a puta and I still hear it.",
    "The word 'salope' follows me since I was 13",
    "Salope means slut, and I was twelve",
    'He shouted "you puta" at me on the bus',
    'Somebody sprayed "arschloch" on our door',
    "They called my brother stronzo",
    'I got "kys" in my inbox again.',
    "He'd write kys under every drawing I posted",
    "They kept sending me kys, day and night",
    "what does kys mean? my daughter got it in a text",
    "What does 'connard' mean?",
    "I was told to kys at school",
    "They told me to go play in traffic. I was nine.",
    "people kept telling me to kys so I left that place",
    "stop telling people to kys, it isn't funny",
    "please don't write kys here, even as a joke",
    "we don't say kys here, it's in the rules",
    '"kys" isn\'t a joke',
    "what do people mean with kys?",
    "kys was the first thing anyone wrote to me on the internet",
    # Who is not spoken to.
    "thank you, puto was the best cake at the party",
    "How is your perra doing?",
    "my cat is a zorra, she steals everything",
    "merde, I forgot the cake",
    "Kurwa mać, the bus again",
    "Putang ina, what a landlord. You deserve better.",
)
NAMES = """
    Dickens Dickinson Cockburn Hooker Hitchcock Hancock Babcock Woodcock Alcock Cockermouth Cockfosters Scunthorpe
    Penistone Assington Shitterton Essex Sussex Middlesex Clitheroe Lightwater Titsey Titicaca Titley Tittybong Wetwang
    Twatt Bitchfield Craponne Cunter Fucking Condom Dildo Intercourse Muff Pornic Lesbos Mianus Slutsk Semenov Seman
    Assmann Kuntz Koontz Cummings Cumbria Fuchs Fukuyama Fukushima Phuket Phuc Dikshit Shital Takeshita Matsushita
    Gaylord Gaye Wang Wankel Wanklyn Butts Buttigieg Ramsbottom Higginbottom Sidebottom Longbottom Balls Knobel Horney
    Hoare Hore Whorl Draper Slagelse Fagan Fagin Fagundes Niger Nigeria Nigella niggardly niggle snigger denigrate
    enigma Chinkapin Spicer Spica Gook Pakistan Dykes Dyke Coon raccoon Paki Spike Montenegro Negroni Yiddish Dagobert
    Foad Baldassare Trashigang Stratford Pratt Pigott Ratcliffe Killarney Killdeer Dieppe Coward Clowne Moroni Nutter
    retardant retard ritardando tardigrade mustard bastard-file therapist rapeseed grape assassin classic embarrass
    bassoon arsenic Arsenal Parsons peacock shuttlecock cockpit cocktail shiitake pistachio Pissarro turducken sextant
    analysis canal document circumstance cucumber magna-cum-laude spick-and-span flame-retardant Moby-Dick
"""


@pytest.mark.parametrize("text", LISTED)
def test_a_listed_word_is_found_however_it_is_disguised(text: str) -> None:
    assert noticed(WordList.bundled(), text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_spelled_like_a_listed_word_and_means_something_else_is_not(text: str) -> None:
    assert not noticed(WordList.bundled(), text)


@pytest.mark.parametrize("name", NAMES.split())
def test_no_name_of_a_person_a_place_or_a_thing_is_taken_for_a_listed_word(name: str) -> None:
    for text in (name, name.lower(), f"A note about {name} came last week."):
        assert not noticed(WordList.bundled(), text)


def test_a_long_word_is_gone_through_once() -> None:
    """From each of its letters on, it would take a minute."""
    words = WordList(why="a test", terms=("*tosh",))

    assert words.find("x" * 200_000) == []
