"""The names of the settings: which key belongs where."""

STACK = (
    "llm",
    "secrets",
    "agents",
    "tools",
    "packaging",
    "architecture",
    "snapStart",
    "logRetentionDays",
    "runRetentionDays",
    "deleteDataOnDestroy",
    "alarmTopicArn",
    "tags",
)
LLM = ("targets", "fallbackOn", "timeoutSeconds")
TARGET = ("model", "client", "secret", "apiBase", "params", "price", "callsTools")
PRICE = ("input", "output")

OF_AWS = ("region", "endpoints", "profile", "accessKey", "secretKey", "defaultTags")
"""Settings of the AWS provider that people look for among those of the project."""
