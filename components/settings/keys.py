"""The names of the settings: which key belongs where."""

STACK = (
    "llm",
    "secrets",
    "agents",
    "tools",
    "packaging",
    "architecture",
    "snapStart",
    "sandboxNetwork",
    "toolNetworks",
    "logRetentionDays",
    "runRetentionDays",
    "deleteDataOnDestroy",
    "alarmTopicArn",
    "permissionsBoundaryArn",
    "rolePath",
    "kmsKeyArn",
    "reservedConcurrency",
    "logLevel",
    "tracing",
    "namePrefix",
    "dataBucket",
    "tags",
)
LLM = ("targets", "fallbackOn", "timeoutSeconds", "memoryMb")
TARGET = ("model", "client", "secret", "apiBase", "params", "price", "callsTools")
PRICE = ("input", "output")
NETWORK = ("subnetIds", "securityGroupIds")

OF_AWS = ("region", "endpoints", "profile", "accessKey", "secretKey", "defaultTags")
"""Settings of the AWS provider that people look for among those of the project."""

PULUMI_COMMAND = "PULUMI_COMMAND"
"""The environment variable with the command by which a person runs Pulumi on the stack, if it isn't `pulumi`."""
