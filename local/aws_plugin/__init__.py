"""The laptop stack's AWS provider: the resource types of this program, carried out by boto3 on the emulators of this machine.

It checks inputs against `pulumi_aws`'s own types and refuses what it does not carry out, so that a program which deploys here
has the right shape for AWS. It does not prove that AWS takes the program: cloud stacks use the real provider.
"""
