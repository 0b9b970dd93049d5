"""The errors of the laptop stack. Each message says what to do."""


class LaptopError(Exception):
    """End a command of the laptop stack. The message is printed without a traceback."""


class PortBaseError(LaptopError):
    """LOCAL_PORT_BASE isn't a port number that leaves room for the services' ports."""


class PortInUseError(LaptopError):
    """Another program listens on a port that the laptop stack needs."""


class ServiceFailedError(LaptopError):
    """A service ended, or never answered."""


class ConfigFileError(LaptopError):
    """Pulumi.local.yaml can't be read."""


class StackDownError(LaptopError):
    """A command needs the laptop stack, and it isn't up."""


class ModelError(LaptopError):
    """The model that the environment asks for can't be used."""


class AgentError(LaptopError):
    """A person asked for an agent that doesn't exist."""


class KeyMissingError(LaptopError):
    """A tool needs a key for its service, and there is no mock service."""


class SourceError(LaptopError):
    """A variable names a data source that doesn't exist."""


class ToolchainError(LaptopError):
    """A program that has to be installed is missing or too old."""


class CommandFailedError(LaptopError):
    """A program that the laptop stack ran ended with an error."""


class UnavailableError(LaptopError):
    """A file can't be downloaded from where it is published."""


class ReleaseError(LaptopError):
    """A release of the Pulumi CLI differs from the pinned one."""


class ToolInputError(LaptopError):
    """A tool that was called doesn't exist, or refuses its input."""

    exit_code = 2


class PluginError(LaptopError):
    """The AWS plugin that is asked for can't be had, or isn't the one that the running stack was deployed with."""


class BuildFailedError(LaptopError):
    """None of the chosen agents can be built."""
