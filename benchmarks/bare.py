"""What the forum is measured against: a bare Flask page that shows the same 20 posts from one query.

No session, no form, no person, no layout. `/core/<thread>` reads with SQLAlchemy Core, `/orm/<thread>` with its ORM.
gunicorn starts it as `benchmarks.bare:app`; FORUM_DATABASE_URL says where the posts lie.
"""

from __future__ import annotations

import os

from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, contains_eager

from forum import models  # noqa: F401  # every table has to be known before the first query
from forum.accounts.models import User
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, PostRevision
from forum.conversations.thread_queries import POSTS_PER_PAGE
from forum.database import engine_options

URL = os.environ["FORUM_DATABASE_URL"]
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Posts</title></head><body>
{% for id, name, at, html in posts %}
<article id="post-{{ id }}"><h2>{{ name }}</h2><time>{{ at }}</time>{{ html|safe }}</article>
{% endfor %}
</body></html>
"""
ON_SHOW = (PostRevision.post_id == Post.id) & (PostRevision.number == Post.shown_number)

app = Flask(__name__)
app.jinja_env.autoescape = True
page = app.jinja_env.from_string(PAGE)
engine = create_engine(URL, **engine_options(URL))


@app.get("/core/<int:thread_id>")
def core(thread_id: int) -> str:
    """One query for columns."""
    query = (
        select(Post.id, User.display_name, Post.published_at, PostRevision.html)
        .join(User, User.id == Post.author_id)
        .join(PostRevision, ON_SHOW)
        .where(Post.thread_id == thread_id, Post.state == PostState.PUBLISHED)
        .order_by(Post.id)
        .limit(POSTS_PER_PAGE)
    )
    with engine.connect() as connection:
        return page.render(posts=connection.execute(query).all())


@app.get("/orm/<int:thread_id>")
def orm(thread_id: int) -> str:
    """One query for objects, with their posts and authors."""
    query = (
        select(PostRevision)
        .join(Post, ON_SHOW)
        .join(User, User.id == Post.author_id)
        .where(Post.thread_id == thread_id, Post.state == PostState.PUBLISHED)
        .options(contains_eager(PostRevision.post).contains_eager(Post.author))
        .order_by(Post.id)
        .limit(POSTS_PER_PAGE)
    )
    with Session(engine) as session:
        return page.render(
            posts=[
                (one.post.id, one.post.author.display_name, one.post.published_at, one.html)
                for one in session.scalars(query)
            ]
        )
