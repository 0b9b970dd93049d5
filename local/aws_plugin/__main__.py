"""The AWS plugin of the laptop stack, as a program. Pulumi's engine starts it, by the launcher of `install.py`."""

from importlib.metadata import version

from local.aws_plugin.server import serve

if __name__ == "__main__":
    serve(version("pulumi-aws"))
