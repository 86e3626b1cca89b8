"""Looking for posts."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.conversations.queries import categories
from forum.helplines.queries import help_lines_for, words_call_for_help
from forum.pagination import page_number
from forum.search.asked import read_asked
from forum.search.forms import SearchForm
from forum.search.queries import Order, find_posts
from forum.web.actor import current_actor
from forum.web.limits import SEARCHING

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@SEARCHING
def search() -> ResponseReturnValue:
    """A box to type in, and what was found. What is typed there is kept nowhere."""
    form = SearchForm(request.args)
    form.offer(categories())
    if not form.validate():
        return _page(form), 400
    asked = read_asked(form.q.words)
    if asked.is_nothing:
        return _page(form)
    order, category = Order(form.order.data), str(form.category.data)
    results = find_posts(
        current_actor(),
        asked,
        page_number(request.args.get("page")),
        lambda number: url_for(
            ".search",
            q=form.q.words,
            category=category or None,
            order=order.value if order is not Order.FITTING else None,
            page=number,
        ),
        order=order,
        category=category,
    )
    if not words_call_for_help(form.q.words):
        return _page(form, results=results)
    nearest = help_lines_for(request.accept_languages.values())
    return _page(form, results=results, help_lines=nearest), 200, {"Vary": "Accept-Language"}


def _page(form: SearchForm, **found: object) -> str:
    return render_template(
        "search/search.html", form=form, **({"results": None, "help_lines": None} | found)
    )
