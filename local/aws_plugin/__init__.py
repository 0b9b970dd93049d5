"""The laptop stack's AWS plugin for Pulumi. It carries out this program's resource types with boto3 on the emulators of this
machine.

It checks inputs against `pulumi_aws`'s own types, and refuses every input that it doesn't carry out. So a program that deploys here
has the right shape for AWS. That doesn't prove that AWS accepts the program: cloud stacks use Pulumi's real AWS plugin.
"""
