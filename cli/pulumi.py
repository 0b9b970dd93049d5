"""`agent pulumi …`: Pulumi on the laptop stack, with its ports, model, plugin and state."""

import typer


def pulumi(context: typer.Context) -> None:
    """Run Pulumi on the laptop stack: agent pulumi preview --diff"""
    from cli.laptop import the_laptop
    from local import deployment

    raise typer.Exit(deployment.run_pulumi(the_laptop(), context.args))
