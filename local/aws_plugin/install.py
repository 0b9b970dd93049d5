"""The AWS plugin of the laptop stack, as Pulumi's engine finds it in a PULUMI_HOME.

It has the version of the installed `pulumi_aws`, so the engine uses it and downloads nothing. A Pulumi program outside this
PULUMI_HOME gets Pulumi's real AWS plugin.
"""

from importlib.metadata import version

from local.python_plugin import PythonPlugin

AWS_PLUGIN = PythonPlugin("aws", version("pulumi-aws"), str(__package__))
PROGRAM = AWS_PLUGIN.program
launcher, is_installed, install = AWS_PLUGIN.launcher, AWS_PLUGIN.is_installed, AWS_PLUGIN.install
