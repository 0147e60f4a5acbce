"""Built pages, without a server in between."""

import pytest

from local_host.static_site import CONTENT_SECURITY_POLICY, StaticSite


@pytest.fixture
def pages(tmp_path):
    dist = tmp_path / "site" / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("chat")
    (dist / "ops.html").write_text("staff")
    (dist / "config.json").write_text('{"built": true}')
    (dist / "assets" / "main-1a2b.js").write_text("code")
    (dist / ".env").write_text("hidden words")
    (tmp_path / "site" / "secret.txt").write_text("hidden words")
    (dist / "link.txt").symlink_to(tmp_path / "site" / "secret.txt")
    return dist


class Answer:
    def __init__(self, events: list[dict]) -> None:
        self.status = events[0]["status"]
        self.headers = {k.decode(): v.decode() for k, v in events[0]["headers"]}
        self.text = events[1]["body"].decode()


async def ask(site: StaticSite, path: str, method: str = "GET", **headers: str) -> Answer:
    events: list[dict] = []

    async def send(event) -> None:
        events.append(event)

    raw = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    scope = {"method": method, "path": path, "raw_path": path.encode(), "headers": raw}
    await site.handle(scope, send)
    return Answer(events)


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("/", "chat", "text/html; charset=utf-8"),
        ("/index.html", "chat", "text/html; charset=utf-8"),
        ("/ops", "staff", "text/html; charset=utf-8"),
        ("/config.json", '{"built": true}', "application/json"),
        ("/assets/main-1a2b.js", "code", "text/javascript; charset=utf-8"),
    ],
)
async def test_a_path_finds_its_page(pages, path, text, kind):
    answer = await ask(StaticSite(pages), path)
    assert (answer.status, answer.text, answer.headers["content-type"]) == (200, text, kind)


async def test_every_answer_carries_the_strict_policy(pages):
    for path in ("/", "/nothing"):
        headers = (await ask(StaticSite(pages), path)).headers
        assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


async def test_hashed_files_are_kept_and_pages_asked_for_again(pages):
    page = await ask(StaticSite(pages), "/")
    code = await ask(StaticSite(pages), "/assets/main-1a2b.js")
    again = await ask(StaticSite(pages), "/", if_none_match=page.headers["etag"])
    assert page.headers["cache-control"] == "no-cache"
    assert code.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (again.status, again.text) == (304, "")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/../../secret.txt",
        "/..%5csecret.txt",
        "/%00",
        "/.env",
        "/link.txt",
        "//etc/passwd",
        "/assets",
        "/nothing",
    ],
)
async def test_nothing_outside_the_folder_is_served(pages, path):
    answer = await ask(StaticSite(pages), path)
    assert answer.status == 404
    assert "hidden words" not in answer.text


async def test_pages_are_read_only(pages):
    answer = await ask(StaticSite(pages), "/", "POST")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


async def test_the_page_config_may_be_given_as_text_or_file(pages, tmp_path):
    given = tmp_path / "page.json"
    given.write_text('{"from": "file"}')
    assert (await ask(StaticSite(pages, '{"from": "text"}'), "/config.json")).text == (
        '{"from": "text"}'
    )
    assert (await ask(StaticSite(pages, str(given)), "/config.json")).text == '{"from": "file"}'


async def test_the_sites_own_headers_win(pages):
    (pages.parent / "staticwebapp.config.json").write_text(
        '{"globalHeaders": {"Referrer-Policy": "same-origin", "X-Extra": "1"}}'
    )
    headers = (await ask(StaticSite(pages), "/")).headers
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-extra"] == "1"
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY


async def test_a_missing_folder_says_how_to_build_it(tmp_path):
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "package.json").write_text("{}")
    answer = await ask(StaticSite(tmp_path / "web" / "dist"), "/")
    assert "npm --prefix web install &amp;&amp; npm --prefix web run build" in answer.text
