"""`python -m local.scripted_model --port 4568` serves until it is interrupted or terminated."""

from local.loopback_server import run
from local.ports import Ports
from local.scripted_model.server import ModelServer

if __name__ == "__main__":
    run(ModelServer, __package__, Ports().model)
