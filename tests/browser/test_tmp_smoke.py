from __future__ import annotations
from tests.support.browser import assert_accessible
def test_smoke(page, worker, live_server, visits):
    page.goto("/")
    print(page.url, page.title())
    assert_accessible(page)
    p2 = visits.open(javascript=False, theme="dark", width=360)
    p2.goto("/")
    assert_accessible(p2)
    worker.kill()
    assert not worker.is_running
    worker.start()
def test_second(live_server):
    live_server.kill()
    live_server.start()
