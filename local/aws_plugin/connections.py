"""boto3 clients for the emulators. Nothing in the environment or in ~/.aws can send them elsewhere."""

import os
import threading
from functools import cached_property
from typing import Any

from .errors import ConfigError
from .settings import ENDPOINT_NAMES, ONLY_LAPTOP, Settings


class Aws:
    """The AWS services of one configured plugin."""

    def __init__(self, settings: Settings) -> None:
        self.region = settings.region
        self._settings = settings
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str) -> Any:
        """Return the boto3 client of a service. It is made once, under a lock: making a client isn't thread-safe, using it is."""
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self._connect(service)
            return self._clients[service]

    def _connect(self, service: str) -> Any:
        from botocore.config import Config

        config = Config(
            # Traffic to this machine must not go through the environment's proxy.
            proxies={},
            inject_host_prefix=False,
            s3={"addressing_style": "path"},
            retries={"mode": "standard", "max_attempts": 3},
            connect_timeout=5,
            # Longer than any call takes. A call that is given up and repeated would find its own half-made resource.
            read_timeout=300,
            max_pool_connections=32,
        )
        return self._session.client(service, endpoint_url=self.endpoint(service), config=config)

    def endpoint(self, service: str) -> str:
        """Return the URL of a service. Refuse the call if there is none, since boto3 would go to AWS itself."""
        for name in ENDPOINT_NAMES[service]:
            if url := self._settings.endpoints.get(name):
                return url
        wanted = " or ".join(ENDPOINT_NAMES[service])
        given = ", ".join(sorted(self._settings.endpoints))
        raise ConfigError(f"aws:endpoints has no URL for {wanted}. It has: {given}. {ONLY_LAPTOP}")

    @cached_property
    def _session(self) -> Any:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
        os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
        import boto3

        return boto3.Session(
            aws_access_key_id=self._settings.access_key,
            aws_secret_access_key=self._settings.secret_key,
            aws_session_token=self._settings.token,
            region_name=self.region,
        )

    @cached_property
    def caller(self) -> dict[str, str]:
        """Return the answer of sts:GetCallerIdentity."""
        caller: dict[str, str] = self.client("sts").get_caller_identity()
        return caller

    @property
    def partition(self) -> str:
        """Return the partition, with which the region's ARNs start:
        https://docs.aws.amazon.com/general/latest/gr/aws-arns-and-namespaces.html
        """
        if self.region.startswith("cn-"):
            return "aws-cn"
        return "aws-us-gov" if self.region.startswith("us-gov-") else "aws"
