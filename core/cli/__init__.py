"""The `mooring` command: one file per noun, gathered here."""

import importlib

import click

COMMANDS = {
    "run": "core.cli.running:run",
    "demo": "core.cli.running:demo",
    "migrate": "core.cli.running:migrate",
    "db": "core.cli.databases:db",
    "import-903": "core.cli.importing:import_903",
    "check": "core.cli.deploying:check",
    "backup": "core.cli.backing_up:backup",
    "restore": "core.cli.backing_up:restore",
    "admit": "core.cli.admitting:admit",
    "sign-in-link": "core.cli.admitting:sign_in_link",
    "authorities": "core.cli.authorities:authorities",
    "oidc": "core.cli.single_sign_on:oidc",
    "audit": "core.cli.auditing:audit",
    "remind": "core.cli.reminding:remind",
    "tidy": "core.cli.tidying:tidy",
    "signals": "core.cli.signalling:signals",
    "export-authority": "core.cli.handover:export_authority",
    "offboard": "core.cli.handover:offboard",
    "plugins": "core.cli.plugins:plugins",
    "try": "core.cli.checking:try_case",
}


class Lazy(click.Group):
    """A group whose commands are imported only when they are called, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        found: click.Command = getattr(importlib.import_module(module), name)
        return found


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Mooring: meetings that keep children's placements stable, each authority in its own way."""
