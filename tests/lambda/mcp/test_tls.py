"""A server behind TLS, with a certificate of the tests' own."""

import datetime
import ipaddress
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.mcp_servers import SECRET, serving


def certificate(folder: Path) -> tuple[Path, Path]:
    """Write a key and a certificate of 127.0.0.1, and return the two files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "the tests")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    no_password = serialization.NoEncryption()
    files = folder / "key.pem", folder / "certificate.pem"
    files[0].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_password))
    files[1].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return files


@pytest.mark.attack("secrets")
def test_a_server_is_asked_only_if_its_certificate_is_trusted(
    tmp_path: Path, mcp_tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, trusted = certificate(tmp_path)
    with serving(key, trusted) as url:
        event = {"url": f"{url}/mcp", "headers": {"Authorization": f"Bearer {SECRET}"}, "secret": SECRET, "seconds": 20}
        assert mcp_tools.offer.handler(event, None) == {
            "error": "The MCP server's certificate isn't one that this function trusts, so nothing was sent. Tell the user."
        }
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert [tool["name"] for tool in mcp_tools.offer.handler(event, None)["tools"]][:2] == ["add", "points"]
