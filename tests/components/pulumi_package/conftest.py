"""Pulumi's server of a component package runs beside Google's clients, which other tests use.

Each of them brings the message `google.rpc.Status`, and one process can have it once. So Pulumi gets Google's here.
"""

import sys

from google.rpc import status_pb2

sys.modules["pulumi.runtime.proto.status_pb2"] = status_pb2
