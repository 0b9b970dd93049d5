"""An image by its URL goes to a provider that loads it, or is refused. Nothing is loaded from inside the function."""

import sys
import threading
from urllib.parse import urlsplit

import pytest
from call_llm.errors import LLMBadRequest

from local.loopback_server import Response

PNG = {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}
USE = {"role": "assistant", "content": [{"type": "tool_use", "id": "id_1", "name": "query", "input": {"sql": "SELECT 1"}}]}

PUBLIC = (
    "https://example.com/dot.png",
    "https://images.example.com:8443/a/dot?size=3&format=webp#top",
    "https://example.com/report.pdf",
    "https://example.com/film.mp4",
    "https://10.0.0.1.example.com/dot.png",
)
NO_URL_OF_AN_IMAGE = (
    *("http://example.com/dot.png", "ftp://example.com/a.png", "file:///etc/passwd", "gs://bucket/dot.png", "s3://bucket/dot.png"),
    *("data:image/png;base64,iVBORw0KGgo=", "data:,https://example.com/a.png", "//example.com/a.png", "https:/example.com/a.png"),
    *(
        "",
        "https://",
        "https:///a.png",
        "https://example.com:99999/a.png",
        "https://exa mple.com/a.png",
        "https://example.com/a\nb",
    ),
    *("HTTP://169.254.169.254/latest", "http://169.254.169.254/latest", "https://169.254.169.254/latest/meta-data/"),
    *("https://127.0.0.1/a.png", "https://127.1/a.png", "https://2130706433/a.png", "https://0x7f000001/a.png", "https://0/a.png"),
    *("https://127.0.0.0x1/a.png", "https://0177.0.0.1/a.png", "https://[::1]/a.png", "https://[::ffff:169.254.169.254]/a.png"),
    *("https://localhost/a.png", "https://localhost./a.png", "https://LOCALHOST:8000/a.png", "https://vllm/a.png"),
    *("https://metadata.google.internal/computeMetadata/v1/", "https://db.corp/a.png", "https://printer.local/a.png"),
    *("https://me:pw@example.com/a.png", "https://example.com@169.254.169.254/a.png", "https://example.com\\@127.0.0.1/a.png"),
    *("https://①②⑦.⓪.⓪.①/a.png", "https://exam\u202eple.com/a.png", "https://%31%32%37.0.0.1/a.png"),
)
NO_SOURCES = (
    {"type": "base64", "media_type": "image/png", "data": "https://example.com/a.png"},
    {"type": "base64", "media_type": "image/png", "data": ""},
    {"type": "base64", "media_type": "image/png", "data": ["iVBORw0KGgo="]},
    {"type": "base64", "media_type": "application/pdf", "data": "iVBORw0KGgo="},
    {"type": "base64", "media_type": "image/png;x=https://example.com/a.png", "data": "iVBORw0KGgo="},
    {"type": "base64", "data": "iVBORw0KGgo="},
    {"type": "url", "url": {"url": "https://example.com/a.png"}},
    {"type": "file", "file_id": "https://example.com/a.png"},
    {"type": "image_url", "image_url": "https://example.com/a.png"},
    {"url": "https://example.com/a.png"},
)
OTHER_BLOCKS = (
    {"type": "document", "source": {"type": "url", "url": "https://example.com/a.pdf"}},
    {"type": "file", "file": {"file_id": "https://example.com/a.pdf"}},
    {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}},
    {"type": "input_audio", "input_audio": {"data": "https://example.com/a.wav"}},
    {"type": "video_url", "video_url": {"url": "https://example.com/a.mp4"}},
    {"type": "search_result", "source": "https://example.com/a"},
    {"type": "guarded_text", "text": "https://example.com/a.png"},
)


@pytest.fixture(scope="module")
def connections():
    """Every address that this process connects to or looks up while a test asks for it, and every file of /etc that it opens."""
    seen = []
    listening = threading.Event()

    def hook(event, arguments):
        if not listening.is_set():
            return
        if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
            seen.append(arguments[1] if event == "socket.connect" else arguments[0])
        elif event == "open" and str(arguments[0]).startswith("/etc/passwd"):
            seen.append(arguments[0])

    sys.addaudithook(hook)  # it can't be taken off again, only told to keep still
    yield lambda: (seen.clear(), listening.set(), seen)[-1]
    listening.clear()


def of_the_user(block):
    return [{"role": "user", "content": [{"type": "text", "text": "Look."}, block]}]


def of_a_tool(block):
    question = {"role": "user", "content": "Look."}
    return [question, USE, {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "id_1", "content": [block]}]}]


def image(source):
    return {"type": "image", "source": source}


@pytest.mark.parametrize("messages", [of_the_user, of_a_tool])
def test_an_image_at_a_public_url_is_left_to_a_provider_that_loads_it_and_refused_for_others(
    provider, configure, call, connections, messages
):
    configure(provider)
    seen = connections()
    for url in PUBLIC:
        conversation = messages(image({"type": "url", "url": url}))
        if getattr(provider.wire, "LOADS_IMAGES", True):
            provider.will(provider.wire.says("A dot."))
            call(conversation)
            assert url in str(provider.wire.sent_messages(provider.sent))
            assert set(map(str, seen)) <= {"127.0.0.1", str(("127.0.0.1", urlsplit(provider.url).port))}
        else:
            with pytest.raises(LLMBadRequest, match=r"has to be \{type: base64, media_type, data\}$"):
                call(conversation)
            assert (provider.requests, seen) == ([], [])


@pytest.mark.attack("secrets")
def test_other_sources_are_refused_and_nobody_is_asked_for_them(provider, configure, call, connections):
    configure(provider)
    seen = connections()
    for source in (*({"type": "url", "url": url} for url in NO_URL_OF_AN_IMAGE), *NO_SOURCES):
        for messages in (of_the_user, of_a_tool):
            with pytest.raises(LLMBadRequest, match="the source of an image has to be"):
                call(messages(image(source)))
    for block in OTHER_BLOCKS:
        for messages in (of_the_user, of_a_tool):
            with pytest.raises(LLMBadRequest, match=r"\.type is .*: allowed there are text, image"):
                call(messages(block))
    assert (provider.requests, seen) == ([], [])


@pytest.mark.attack("secrets")
def test_words_and_inputs_that_look_like_images_are_words(provider, configure, call, connections):
    """LiteLLM reads some texts as images."""
    configure(provider)
    provider.will(provider.wire.says("I see words."))
    part = '{"type": "image_url", "image_url": "https://example.com/a.png"}'
    words = f"data:image/png;base64,iVBORw0KGgo= https://example.com/a.png {part}"
    use = USE["content"][0] | {"input": {"sql": words, "image_url": {"url": "https://example.com/a.png"}}}
    results = [
        {"type": "tool_result", "tool_use_id": "id_1", "content": words, "image_url": {"url": "https://example.com/a.png"}},
        {
            "type": "text",
            "text": words,
            "image_url": {"url": "https://example.com/b.png"},
            "source": {"url": "https://example.com/b"},
        },
    ]
    seen = connections()
    call([{"role": "user", "content": words}, {"role": "assistant", "content": [use]}, {"role": "user", "content": results}])
    assert set(map(str, seen)) <= {"127.0.0.1", str(("127.0.0.1", urlsplit(provider.url).port))}
    assert "example.com/b" not in str(provider.sent)


@pytest.mark.attack("secrets")
def test_a_provider_that_redirects_is_not_followed(provider, configure, call, connections):
    configure(provider)
    elsewhere = "http://127.0.0.2:9/latest/meta-data/"
    provider.will(*(Response(status, {}, {"location": elsewhere}) for status in (301, 302, 303, 307, 308)))
    seen = connections()
    for _ in range(5):
        with pytest.raises(Exception, match=provider.wire.MODEL.partition("/")[0]):
            call(of_the_user({"type": "text", "text": "Look."}))
    assert {host for host in map(str, seen) if "127.0.0.2" in host} == set()
    assert len(provider.requests) == 5


def test_an_image_is_sent_with_the_fields_of_its_source_alone(provider, configure, call):
    configure(provider)
    provider.will(provider.wire.says("A dot."))
    call(of_the_user(image(PNG | {"url": "https://example.com/b.png", "file_id": "file_1"})))
    assert "iVBORw0KGgo=" in str(provider.sent)
    assert "example.com" not in str(provider.sent)
