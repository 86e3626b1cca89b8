"""Violence that somebody announces against others than the reader: "I'm going to shoot up my school". Pure.

The model has learned threats from what people say to each other, and hears little in one that names no "you". In place
of such an announcement it is given one that does. What is reported, dreaded, told of a game or said of cake is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Put to the model in place of an announcement: whom it threatens, the model need not know.
_INSTEAD = "I will kill you all"

_SOON = r"""
    (?: \b (?: i | we ) (?: ['’]? (?:m|re) | \s+ (?:am|are) )? \s+
        (?: (?:really|seriously|honestly|actually|just|so|fucking|definitely) \s+ )*
        (?: going \s+ to | gonna | gon | about \s+ to | planning \s+ to | ready \s+ to )
      | \b i (?: ['’]?ll | \s+ (?:will|shall) ) | \b we (?: ['’]ll | \s+ (?:will|shall) )
      | \b (?: i | we ) ['’]? (?:m|re) \s+ planning \s+ on
      | (?: ^ | (?<=[.!?\n,;]) | (?<=[.!?,;]\s) ) (?:gonna|going \s+ to) )
    \s+ (?: (?:fucking|just|finally|really|be|go|come|go \s+ and|come \s+ and) \s+ )*
"""
_WISH = r"""
    \b i \s+ (?: (?:really|just|so|still) \s+ )* (?: want | need | have | plan ) \s+ to
    \s+ (?: (?:fucking|just) \s+ )?
"""
_KILL = r"""
    (?: kill | murder | shoot | stab | slaughter | massacre | execute | gun \s+ down | mow \s+ down | poison | behead
    )(?:ing)?
"""
_RUIN = r"""
    (?: (?: shoot \s+ up | blow \s+ up | bomb | burn \s+ down | set \s+ fire \s+ to )(?:ing)?
      # People attack their work with energy.
      | (?: attack | torch )(?:ing)? (?! \s+ \w+ \s+ (?:\w+\s+)? (?:work|job)\b ) )
"""
_CRASH = r"""
    (?: drive | plough | plow | ram ) \s+ (?:\w+\s+){0,3} into \s+
    (?:the|a|that|this) \s+ (?:crowds?|people|parade|march)
"""
_WHERE = r"(?: my | the | this | that | our | your | their | his | her | a | an | some )"
_PLACE = r"""
    (?: (?! wedding | (?:at|for|from|in|of|on|to|with)\b ) \w+ \s+ ){0,2}
    (?: schools? | college | uni | university | campus | kindergarten | nursery | preschool
      | work | workplace | office | job | factory | warehouse | depot
      | church | chapel | mosques? | synagogues? | temple | parish | pride | gurdwara
      | hospital | clinic | shelter | mall | supermarket | store | cinema | station | airport | embassy
      | parliament | court(?:house)? | town \s+ hall | city \s+ hall | police \s+ station | barracks | hostel )
"""
# "Attack the office paperwork" is about no place.
_PLACE_ENDS = r"""
    (?= \s* (?: [^\w\s] | $
      | (?: on|and|or|tomorrow|tonight|today|this|next|with|down|in|at|near|where|so|to|because|before|after|when|while
          |then|parade|street ) \b ) )
"""
_MANY = r"""
    (?: every (?:body|one|\s+ (?:single \s+)? (?:one|person|kid|student|teacher|\w+)) (?: \s+ of \s+ them)?
      | all \s+ (?: of \s+ them | (?:the|my|these|those) \s+ \w+ | \w+s ) | them \s+ all | as \s+ many \s+ \w+ | people
      | (?:those|these|the|my) \s+ (?:kids|students|children|classmates|teachers|colleagues|co-?workers) )
"""
_ONE = r"""
    (?: him | her | them | (?:my|his|her|our|the|their) \s+ (?: (?:ex|own|old|little|whole|entire|step) [\s-]+ )?
      (?: ex | wife | husband | girlfriend | boyfriend | partner | mother | mum | mom | father | dad | step\w+ | parents
        | family | kids? | children | child | baby | son | daughter | brother | sister | boss | manager | landlord
        | neighbou?rs? | teacher | roommate | flatmate | bully | bullies ) )
"""
_WHEN = r"""
    (?: tonight | today | tomorrow | on \s+ (?:mon|tues|wednes|thurs|fri|satur|sun)day
      | this \s+ (?:week\w*|evening|afternoon) | next \s+ week | in \s+ (?:his|her|their) \s+ sleep
      | with \s+ (?:a|my|the|this) \s+ (?:\w+\s+)? (?:knife|gun|axe|hammer|rifle)
      | and \s+ (?:then\s+)? (?:myself|nobody) )
"""
_ANNOUNCED = re.compile(
    rf"""
      (?: {_SOON} | {_WISH} )
      (?: {_KILL} \s+ {_MANY} \s+ (?:else\s+)? (?:in|at|on|from|inside) \s+ (?:{_WHERE} \s+)?
          (?: {_PLACE} | class(?:room)? )
        | {_RUIN} \s+ {_WHERE} \s+ {_PLACE} {_PLACE_ENDS}
        | {_CRASH} ) \b
    | {_SOON} {_KILL} \s+ {_ONE} \s+ (?:all \s+)? {_WHEN} \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: Nearly all texts have none of these, and are not searched.
_ANY = re.compile(
    "kill|murder|shoot|stab|slaught|massacr|execut|gun|mow|poison|behead"
    "|blow|bomb|burn|fire|attack|torch|drive|plough|plow|ram",
    re.IGNORECASE,
)
#: Somebody else's words, or what somebody is afraid of or once thought: said right before. What stands further away, as
#: "they never listened" or "I told them", takes nothing back.
_NOT_MEANT_BEFORE = re.compile(
    r"""
    (?: \b (?<!\bi\s)
        (?: said | says? | saying | (?:told|tells?) \s+ \w+ | wrote | writes? | texted | shouted | screamed | posted
          | threatened )
      | \b (?: used \s+ to \s+ think | afraid | scared | terrified | worried | fear(?:ed|s)? | imagin\w+ | dream\w*
          | nightmares? | thoughts | the \s+ thought | what \s+ if | as \s+ (?:if|though) )
    )
    (?: \s+ (?:that|of|to \s+ (?:me|us|everyone)) )* \s* [:,]? \s* ["“„«'‘]? \s* $
    | ["“„«] [^"“”«»\n]{0,60} $
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: What is done there in play, with a camera, by e-mail, or over socks. No reason, condition or "lol" makes it a joke.
_NOT_MEANT_AFTER = re.compile(
    r"""
    ^ \s+ (?:an?|the|this) \s+ (?:quick\s+)? (?:e-?mail|line|link|message|note|text)\b
    | ^ [^.!?\n]{0,80} \b
    (?: photographer | portraits? | paintball | laser \s+ tag | nerf | water \s+ (?:pistols?|balloons?)
      | (?:in|of|for) \s+ (?:a|the|my|our|this) \s+ (?:\w+\s+)? (?:game|level|novel|story|chapter|script|film|play)
      | with \s+ (?:\w+\s+)? (?:kindness|laughter|love|cakes?|cookies|jokes|puns|cooking|singing|dancing)
      | at \s+ (?:chess|cards|monopoly|bingo|scrabble|uno)
      | socks | dishes | snoring | towels? | toilet \s+ seat | laundry | leftovers | sometimes ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LOOK_AROUND = 80


def as_threats(text: str) -> Iterator[tuple[int, int, str]]:
    """What the model is to read in place of each announcement: changes as `Traced.replaced` takes them."""
    if not _ANY.search(text):
        return
    for match in _ANNOUNCED.finditer(text):
        before = text[max(0, match.start() - _LOOK_AROUND) : match.start()]
        after = text[match.end() : match.end() + _LOOK_AROUND]
        if not (_NOT_MEANT_BEFORE.search(before) or _NOT_MEANT_AFTER.search(after)):
            yield (match.start(), match.end(), _INSTEAD)
