"""What the services and the functions in them see of the machine."""

import pytest

from local.ports import Ports
from local.services import digest, services

PERSON = {
    "PATH": "/bin",
    "LANG": "C.UTF-8",
    "HOME": "/home/person",
    "ANTHROPIC_API_KEY": "sk-secret",
    "AWS_PROFILE": "company",
    "AWS_ACCESS_KEY_ID": "AKIA",
    "HTTPS_PROXY": "http://proxy:3128",
    "NO_PROXY": "intranet",
}


def test_no_service_inherits_keys_profiles_or_the_home_of_the_person(tmp_path):
    for service in services(tmp_path, Ports(), PERSON).values():
        inherited = {name for name, value in service.environment.items() if PERSON.get(name) == value}
        assert inherited == {"PATH", "LANG", "HTTPS_PROXY"}
        assert service.environment["AWS_ACCESS_KEY_ID"] == "test"
        assert service.environment["HOME"] == str(tmp_path / "home")


def test_the_way_out_may_be_a_proxy_and_the_way_to_the_emulators_is_not(tmp_path):
    service = services(tmp_path, Ports(), PERSON)["ministack"]
    assert service.environment["NO_PROXY"] == "intranet,127.0.0.1,localhost"
    assert "NO_PROXY" not in services(tmp_path, Ports(), {})["ministack"].environment


def test_functions_are_sent_to_the_emulators_by_their_ip_address(tmp_path):
    environment = services(tmp_path, Ports(15000), {})["ministack"].environment
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:15000"
    assert environment["AWS_ENDPOINT_URL_SFN"] == "http://127.0.0.1:15001"


def test_the_code_of_a_service_is_known_by_its_content(tmp_path):
    (tmp_path / "a.py").write_text("1")
    before = digest(tmp_path)
    (tmp_path / "a.py").write_text("1")
    (tmp_path / "notes.txt").write_text("no code")
    assert digest(tmp_path) == before
    (tmp_path / "a.py").write_text("2")
    assert digest(tmp_path) != before
    before = digest(tmp_path)
    (tmp_path / "cities.csv").write_text("Berlin")
    assert digest(tmp_path) != before


@pytest.mark.parametrize("name", ["step-functions", "model", "mock-services"])
def test_every_loopback_server_is_made_of_what_they_share_too(tmp_path, monkeypatch, name):
    shared = tmp_path / "loopback_server.py"
    monkeypatch.setattr("local.services.LOOPBACK_SERVER", shared)
    codes = []
    for text in ("1", "2"):
        shared.write_text(text)
        codes.append(services(tmp_path, Ports(), {})[name].code)
    assert codes[0] != codes[1]


def test_a_service_of_one_file_is_known_by_that_file(tmp_path, monkeypatch):
    emulator = tmp_path / "emulator.py"
    monkeypatch.setattr("local.services.EMULATOR", emulator)
    codes = []
    for text in ("1", "2"):
        emulator.write_text(text)
        codes.append(services(tmp_path, Ports(), {})["ministack"].code)
    assert codes[0] != codes[1]


def test_iam_is_enforced_and_nothing_listens_elsewhere(tmp_path):
    environment = services(tmp_path, Ports(), {})["ministack"].environment
    wanted = {"AUTH": "true", "BIND_HOST": "127.0.0.1", "SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0"}
    assert {name: environment[name] for name in wanted} == wanted
