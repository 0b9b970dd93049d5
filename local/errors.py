"""What the laptop stack refuses to go on with. Each message says what to do."""


class LaptopError(Exception):
    """End a command of the laptop stack. The message is printed without a traceback."""


class PortBaseError(LaptopError):
    """LOCAL_PORT_BASE isn't a port that the services fit behind."""


class PortInUseError(LaptopError):
    """Another program listens on a port that the laptop stack needs."""


class ServiceFailedError(LaptopError):
    """A service ended, or never answered."""


class StackDownError(LaptopError):
    """A command needs the laptop stack, and it isn't up."""


class ModelError(LaptopError):
    """The model that the environment asks for can't be used."""


class AgentError(LaptopError):
    """An agent was asked for that isn't there."""


class KeyMissingError(LaptopError):
    """A tool asks a service that lets nobody in without a key, and has no mock service."""


class SourceError(LaptopError):
    """A variable names a source of data that there isn't."""


class ToolchainError(LaptopError):
    """A program that has to be installed is missing or too old."""


class CommandFailedError(LaptopError):
    """A program that the laptop stack ran ended with an error."""


class UnavailableError(LaptopError):
    """A file can't be downloaded from where it is published."""


class ReleaseError(LaptopError):
    """A release of the Pulumi CLI isn't what it should be."""


class ToolInputError(LaptopError):
    """A tool was called that isn't there, or with an input that it refuses."""

    exit_code = 2
