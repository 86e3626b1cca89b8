"""Links of newcomers: what counts as one, and which are held."""

# ruff: noqa: RUF001  signs that look like others are what some of these tests are about

from __future__ import annotations

import pytest

from forum.screening import Screener, Submission
from forum.screening.checks.links import hides_its_goal, links_in
from tests.unit.screening.fakes import checks_of


@pytest.mark.parametrize(
    ("url", "hides"),
    [
        ("https://example.org/page", False),
        ("http://www.example.co.uk", False),
        ("https://example.org:443/", False),
        ("https://bit.ly/3xYz", True),
        ("https://tinyurl.com/abc", True),
        ("http://192.0.2.7/login", True),
        ("http://[2001:db8::1]/", True),
        ("http://3221225985/", True),
        ("https://example.org@evil.example", True),
        ("https://example.org:8443/", True),
        ("https://xn--pple-43d.com/", True),
        ("https://\u0430pple.com/", True),
        ("https://\u0430\u0440\u0440\u04cf\u0435.com/", True),
        ("https://b\u00fccher.example/", False),
        ("https://\u043c\u043e\u0442\u043e.\u0440\u0444/", False),
        ("https://\u043f\u043e\u0447\u0442\u0430.example/", False),
    ],
)
def test_a_link_that_hides_where_it_leads(url: str, hides: bool) -> None:
    [link] = links_in(f"[this]({url})") or links_in(url)

    assert hides_its_goal(link) is hides


def test_a_link_that_is_called_otherwise_than_it_is_hides_its_goal() -> None:
    [honest] = links_in("[example.org](https://www.example.org/page)")
    [named] = links_in("[our garden](https://example.org)")
    [lying] = links_in("[www.mybank.com](https://evil.example/)")

    assert [hides_its_goal(link) for link in (honest, named, lying)] == [False, False, True]


@pytest.mark.parametrize("char", "℀／：？＠")
def test_a_link_that_is_called_like_an_address_that_cannot_be_read_hides_its_goal(
    char: str,
) -> None:
    [link] = links_in(f"[http://a{char}b.com](http://example.com)")

    assert hides_its_goal(link)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("my garden: https://example.org/garden", False),
        ("example.org and again https://example.org", False),
        ("mail ada@example.org", False),
        ("a.com b.com", True),
        ("look: javascript:alert(1)", True),
        ("look: JavaScript:(()=>alert(1))()", True),
        ("vbscript:msgbox and blob:https://example.org/a", True),
        ("data:text/html,<b>hi</b>", True),
        ("data:text/html;base64,PGI+aGk8L2I+", True),
        ("data:;base64,PGI+aGk8L2I+ or data:,hi", True),
        ("file:///etc/passwd", True),
        ("file:\\\\server\\share", True),
        ("tg://join?invite=abc", True),
        ("write to skype:ada_l?chat or whatsapp://send?phone=1", True),
        ("tg:resolve?domain=ada", True),
        ("magnet:?xt=urn:btih:abc", True),
        ("my whatsapp:later, my skype:none, my tg:ada and a blob:cute one", False),
        ("I finally backed up all my photos and data:) So relieved!", False),
        ("I can send you the file:) Or was it the other file:/ or file:D", False),
        ("no more skype:( and no more javascript:P", False),
        ("my stats, data:12 runs this week, and data:image stuff", False),
        ("[write to me](mailto:ada@example.org)", False),
        ("[our rules](/rules.html) and [more](/help/more.html)", False),
        ("[our rules](//example.org/rules.html)", True),
        ("[our rules](/\\example.org/rules.html)", True),
        ("[our rules](/\\/example.org/rules.html)", True),
        ("[our rules](/&#47;example.org/rules.html)", True),
        ("[our rules](\\//example.org/rules.html)", True),
        ("[our rules](javascript:alert(1))", True),
        ("[our rules](mailto&colon;//example.org)", True),
        ("[www.mybank.com](mailto:ada@evil.example)", True),
        ("[www.mybank.com](/login.html)", True),
        ("```\nfns[i](a.b)\nfns[j](c.d)\n```", False),
        ("`fns[i](a.b)`, `fns[j](*c.d)`", False),
        # Marks that are none: what stands behind them becomes a link.
        ("look ``` [here](http://192.0.2.7/a)", True),
        ("\\`[here](//example.org/a)\\`", True),
        ("```\n[here](https&colon;//example.org/a)\n```", True),
        ("free stuff at bit.ly/3xyz", True),
        ("hxxp://example[.]org free bitcoin", True),
        ("cheap watches at example[.]com", True),
        ("cheap watches, example (dot) com", True),
        ("look up watches dot com", True),
        ("write to ada [at] example [dot] org", False),
        ("I lost my job in the dot com crash", False),
        ("polka dot me, please", False),
        ("Polka dot com", False),
        ("the polka dot com dot", False),
        ("so I connect every dot in one go", False),
        ("I use Node.js and read README.md", False),
        ("well.This is a typo.And another", False),
        ("I moved here last year.it was hard.so I left my job.me and my son are alone now", False),
        ("hello everyone.my name is Ana.im 34.it is nice to be here.so happy", False),
        ("I lost my dad.in march.it hurts.my mum is ill.no one helps", False),
        ("My wife left.We have 2 kids.Me and them live in Leeds.My name is Tom.", False),
        ("My wife left.\nI have 2 kids.Me too!I am 40.My cat is 4.As old as that!", False),
        ("big wins at slotz.me and at betz.in today", True),
        ("casino.me/win and hard.so/buy", True),
        ("https://casino.me and www.hard.so", True),
        ("casino.me, hard.so", True),
    ],
)
def test_links_of_newcomers(screener: Screener, text: str, holds: bool) -> None:
    verdict = screener.screen(Submission(text=text))

    assert ("links" in checks_of(verdict)) is holds


@pytest.mark.parametrize(
    "text",
    [
        "Read README.md, setup.py, script.sh and main.rs:12 first",
        "I run install.pl, then libfoo.so and main.cc",
        "Use node.js, e.g. this, i.e. that, and package.json, tests/test_main.py",
        "some games, e.g.my favourite, are from the U.S.in fact",
        "at 8.30.am or 7.30.in the evening, v1.2.is out",
        "Mr.Li and Dr.No, St.Mo and Mrs.Ng",
        "self.name and self.id, logger.info(x), tensor.to(device)",
        "I work with ASP.NET and VB.NET and socket.io",
        "`index.is` and `pic.ai` and `foo.name`",
        "```\nfirst.name = user.info\nlast.name = user.id\n```",
    ],
)
def test_a_file_and_a_missing_blank_are_no_address(text: str) -> None:
    assert links_in(text) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("http://README.md and https://setup.py", 2),
        ("www.setup.py", 1),
        ("`http://slotz.example` and =www.betz.example", 2),
        ("slotz.sh/win", 1),
        ("slotz.pl and betz.cc", 2),
        ("Booking.com and t.co", 2),
        ("x.com", 1),
    ],
)
def test_what_is_meant_as_an_address_counts(text: str, count: int) -> None:
    assert len(links_in(text)) == count


def test_a_link_may_be_called_like_the_file_it_leads_to() -> None:
    [link] = links_in("[README.md](https://example.org/README.md)")

    assert not hides_its_goal(link)


def test_a_link_behind_an_endless_run_of_letters_counts() -> None:
    """A run is read to its 2,000th letter for bare addresses: all of it would be read once for each of its parts."""
    text = "http://slotz.example/" * 1_000 + " betz.example.com"
    found = links_in(text)

    assert found[0].start == 0
    assert found[-1].url.endswith("betz.example.com")
    assert all(text[link.start : link.end] for link in found)
