import re
from forum.accounts.models import Role
from tests.factories import UNKIND, World, sign_in
def test_smoke(app, world, new_client):
    mod = world.person(Role.MODERATOR, name="Mira")
    mentor = world.person(Role.MENTOR, name="Mo")
    t = world.thread(mentor, welcome=True, title="Say hello here")
    new = world.newcomer("Ana")
    p = world.reply(new, t, f"Hello. {UNKIND}")
    q = world.reply(world.person(name="Bo"), t, f"Go. {UNKIND}", answers=None)
    c = sign_in(app, new_client(), mod)
    for path in ["/review", f"/review/{world.open_item(p).id}", "/inbox", f"/posts/{t.id}/moderate"]:
        r = c.get(path)
        print(path, r.status)
        print(re.sub(r"\n\s*\n+","\n", r.text[r.text.index("<main"):r.text.index("</main")]))
    a = sign_in(app, new_client(), world.person(Role.ADMIN))
    r = a.get("/admin/audit"); print(r.text[r.text.index("<main"):r.text.index("</main")])
    assert 0
