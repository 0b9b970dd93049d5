"""The task `arn:aws:states:::http:invoke`: an HTTP API, called with the credentials of an EventBridge connection.

https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html
"""
