"""`agent env`: the laptop stack's environment, for other programs."""

import shlex


def env() -> None:
    """Print what points Pulumi, aws and any AWS client to the laptop stack: eval "$(agent env)"."""
    from cli.laptop import the_laptop
    from cli.say import say_progress
    from local import deployment
    from local.environment import laptop_environment
    from local.pulumi_cli.find import find_or_build

    laptop = the_laptop()
    for name, value in laptop_environment(laptop.folder, laptop.ports, find_or_build(deployment.BUILT, say_progress)).items():
        print(f"export {name}={shlex.quote(value)}")
