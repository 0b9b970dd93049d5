"""No web page and nobody without the stack's own secret gets anything from a laptop stack."""

import http.client
from urllib.parse import urlsplit

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from local.loopback_server import LoopbackServer, Received, Response
from local.runtime_api import RuntimeApi
from local.services import REGION, root_secret
from local.web_pages import refusal
from tests.local.conftest import client

SERVICES = ("ministack", "step-functions", "model")
OF_A_PAGE = {
    "a page of another site": {"Origin": "https://evil.example"},
    "a file that was opened": {"Origin": "null"},
    "a page of another port": {"Origin": "http://localhost:3000", "Sec-Fetch-Site": "same-site"},
    "an image of a page": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    "a page that the service itself gave": {"Sec-Fetch-Site": "same-origin"},
    "a name that was rebound": {"Host": "evil.example"},
    "a name that was rebound, with the port": {"Host": "evil.example:{port}"},
    "a name that begins like ours": {"Host": "127.0.0.1.evil.example:{port}"},
    "a name with ours as a user": {"Host": "127.0.0.1@evil.example:{port}"},
    "an address that leads here too": {"Host": "0.0.0.0:{port}"},
    "no URL": {"Host": "[:{port}"},
    "no name": {"Host": ""},
}
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}


def ask(url: str, headers: dict[str, str], method: str = "GET", path: str = "/healthz") -> tuple[int, dict[str, str]]:
    port = urlsplit(url).port
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        given = {name: value.format(port=port) for name, value in headers.items()}
        connection.putrequest(method, path, skip_host="Host" in given)
        for name, value in given.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        answer.read()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


@pytest.mark.attack("laptop")
@pytest.mark.parametrize("headers", OF_A_PAGE.values(), ids=OF_A_PAGE)
@pytest.mark.parametrize("service", SERVICES)
def test_no_service_answers_a_web_page(laptop, service, headers):
    there = laptop.services[service]
    for method, more in (("GET", {}), ("POST", {"Content-Length": "0"}), ("OPTIONS", PREFLIGHT)):
        status, answered = ask(there.url, headers | more, method, there.health)
        assert status == 403
        assert not [name for name in answered if name.startswith("access-control-")]


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}"])
@pytest.mark.parametrize("service", SERVICES)
def test_programs_and_a_person_who_opens_a_url_are_answered(laptop, service, host):
    there = laptop.services[service]
    for site in ({}, {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}):
        assert ask(there.url, {"Host": host} | site, path=there.health)[0] == 200


@pytest.mark.attack("laptop")
def test_every_loopback_server_refuses_a_web_page_before_it_looks_at_the_request():
    class Server(LoopbackServer):
        NAME = "server"

        def answer(self, request: Received) -> Response:
            return Response(200, {})

    with Server().serving() as server:
        assert ask(server.url, {}, path="/x")[0] == 200
        assert ask(server.url, {"Origin": "null"}, path="/x")[0] == 403


@pytest.mark.attack("laptop")
def test_the_api_of_a_function_that_is_called_alone_gives_a_page_no_event():
    with RuntimeApi(1) as api:
        request = api.send({"secret": 1})
        path = f"/2018-06-01/runtime/invocation/{request}/response"
        assert (
            ask(f"http://{api.address}", {"Origin": "https://evil.example"}, path="/2018-06-01/runtime/invocation/next")[0] == 403
        )
        assert ask(f"http://{api.address}", {"Host": "evil.example", "Content-Length": "0"}, "POST", path)[0] == 403
        assert api.outcomes.empty()
        assert ask(f"http://{api.address}", {}, path="/2018-06-01/runtime/invocation/next")[0] == 200


def test_a_refusal_says_which_names_are_answered():
    assert refusal("/", [("Host", "evil.example:4566")]) == (
        "The laptop stack answers for 127.0.0.1 and localhost alone. This request was for 'evil.example:4566'."
    )


@pytest.mark.attack("laptop")
@pytest.mark.parametrize(
    "path", ["/_ministack/reset", "/_ministack/config", "/_ministack/sns/sms-messages", "/_localstack/health", "/_aws/x"]
)
def test_ministacks_own_paths_are_closed(laptop, path):
    for method in ("GET", "POST"):
        assert ask(laptop.services["ministack"].url, {"Content-Length": "0"}, method, path)[0] == 403


def guessed(laptop, service, key, secret):
    url = laptop.services["step-functions" if service == "stepfunctions" else "ministack"].url
    return boto3.client(service, endpoint_url=url, region_name=REGION, aws_access_key_id=key, aws_secret_access_key=secret)


CALLS = {
    "iam": lambda iam: iam.list_roles(),
    "lambda": lambda functions: functions.list_functions(),
    "s3": lambda storage: storage.list_buckets(),
    "secretsmanager": lambda secrets: secrets.list_secrets(),
    "stepfunctions": lambda states: states.list_state_machines(),
    "sts": lambda security: security.get_caller_identity(),
}


@pytest.mark.attack("laptop")
@pytest.mark.parametrize("key", ["test", "000000000000", "123456789012", "AKIAIOSFODNN7EXAMPLE"])
@pytest.mark.parametrize("service", CALLS)
def test_a_key_without_the_stacks_own_secret_may_do_nothing(laptop, service, key):
    CALLS[service](client(service, laptop))
    with pytest.raises(ClientError) as error:
        CALLS[service](guessed(laptop, service, key, "test"))
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] in (400, 403)


@pytest.mark.attack("laptop")
@pytest.mark.parametrize("service", CALLS)
def test_a_request_without_a_signature_is_refused(laptop, service):
    url = client(service, laptop).meta.endpoint_url
    unsigned = boto3.client(service, endpoint_url=url, region_name=REGION, config=Config(signature_version=UNSIGNED))
    with pytest.raises((ClientError, ResponseParserError)):
        CALLS[service](unsigned)


@pytest.mark.attack("laptop")
def test_a_url_that_was_signed_with_another_secret_opens_nothing(laptop):
    storage = client("s3", laptop)
    storage.create_bucket(Bucket="presigned")
    storage.put_object(Bucket="presigned", Key="a", Body=b"mine")
    asked = {"ClientMethod": "get_object", "Params": {"Bucket": "presigned", "Key": "a"}}
    for signer, status in ((storage, 200), (guessed(laptop, "s3", "test", "test"), 403)):
        split = urlsplit(signer.generate_presigned_url(**asked))
        assert ask(laptop.services["ministack"].url, {}, path=f"{split.path}?{split.query}")[0] == status


UNSIGNED_REQUESTS = {
    "nothing": ({}, ""),
    "another scheme": ({"Authorization": "Basic dGVzdDp0ZXN0"}, ""),
    "a header without a key": ({"Authorization": "AWS4-HMAC-SHA256 nothing"}, ""),
    "an old header": ({"Authorization": "AWS test:c2lnbmF0dXJl"}, ""),
    "a signature alone": ({}, "?X-Amz-Signature=00"),
    "a key alone": ({}, "?X-Amz-Credential=test/20261130/us-east-1/s3/aws4_request"),
    "an algorithm alone": ({}, "?X-Amz-Algorithm=AWS4-HMAC-SHA256"),
    "an old URL": ({}, "?AWSAccessKeyId=test&Expires=99999999999&Signature=c2lnbmF0dXJl"),
    "a key of another service": (
        {},
        "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test/20261130/us-east-1/sts/aws4_request&X-Amz-Date=20261130T000000Z"
        "&X-Amz-Expires=604800&X-Amz-SignedHeaders=host&X-Amz-Signature=00",
    ),
}


@pytest.mark.attack("laptop")
@pytest.mark.parametrize(("headers", "query"), UNSIGNED_REQUESTS.values(), ids=UNSIGNED_REQUESTS)
def test_an_object_is_not_given_without_a_signature(laptop, headers, query):
    storage = client("s3", laptop)
    storage.create_bucket(Bucket="unsigned")
    storage.put_object(Bucket="unsigned", Key="a", Body=b"mine")
    url = laptop.services["ministack"].url
    for path in ("/", "/unsigned", "/unsigned/a"):
        assert ask(url, headers, path=path + query)[0] in (400, 403)
    assert ask(url, headers | {"Content-Length": "0"}, "PUT", f"/unsigned/b{query}")[0] in (400, 403)
    assert [one["Key"] for one in storage.list_objects_v2(Bucket="unsigned")["Contents"]] == ["a"]


def test_each_stack_has_a_secret_of_its_own_that_this_person_alone_may_read(laptop, tmp_path):
    mine = root_secret(laptop.folder)
    assert root_secret(laptop.folder) == mine
    assert root_secret(tmp_path / "other") != mine
    assert len(mine) == 32
    assert (laptop.folder / "root-secret").stat().st_mode & 0o777 == 0o600
