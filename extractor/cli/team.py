"""`quotebound team`: who is in it with which roles, how many decide about a claim, who has what."""

from __future__ import annotations

from typing import Annotated

import typer
from pydantic import ValidationError
from rich.table import Table

from extractor.cli.console import results, say
from extractor.cli.options import Database, opened_store, own_name
from extractor.errors import UsageError, first_fault
from extractor.overlap import RULES, Overlap
from extractor.roles import ROLES, Role

group = typer.Typer(help="Several reviewers: roles, how many decide about a claim, who has what.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(group, name="team")


@group.command("show")
def show(*, db: Database = None) -> None:
    """Print members with their roles, the rule for overlap, and who has which claims reserved."""
    with opened_store(db) as store:
        table = Table(box=None, padding=(0, 2), header_style="bold")
        for column in ("Name", "Roles", "Given by", "Claims reserved"):
            table.add_column(column)
        leases = [lease.reviewer for lease in store.reviews.leases()]
        members = {member.name: member for member in store.team.members()}
        for name in sorted({*members, *leases}):
            member = members.get(name)
            roles = ", ".join(role for role in ROLES if member and role in member.roles) or "none"
            table.add_row(name, roles if members else "all", member.set_by if member else "", str(leases.count(name)))
        results().print(table)
        say(store.team.overlap().sentence)
        if not members:
            say("Nobody is a member: whoever opens this database may do everything. `quotebound team grant NAME ROLE` makes it a team's.")


@group.command("grant")
def grant(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As decisions are stored under.")],
    roles: Annotated[list[str] | None, typer.Argument(metavar="[ROLE]…", help=f"{', '.join(ROLES)}; none takes all away.")] = None,
    *,
    db: Database = None,
) -> None:
    """Give NAME these roles and no others. The first member should be an admin."""
    known: list[Role] = [role for role in ROLES if role in (roles or [])]
    for wrong in set(roles or []) - set(known):
        raise UsageError(f"{wrong}: no such role", hint="One of: " + ", ".join(ROLES) + ".")
    with opened_store(db) as store:
        row = store.team.grant(name, known, own_name())
        say(f"{row.name}: {', '.join(role for role in ROLES if role in row.roles) or 'no roles any more'}.")


@group.command("overlap")
def overlap(
    rule: Annotated[str, typer.Argument(metavar="RULE", help=f"{', '.join(RULES)}: about which claims several decide.")],
    *,
    reviewers: Annotated[int, typer.Option(metavar="N", min=2, max=9, help="How many decide.")] = 2,
    share: Annotated[float, typer.Option(metavar="SHARE", help="Of all claims, for `sample`: above 0, at most 1.")] = 0.1,
    db: Database = None,
) -> None:
    """Say how many reviewers decide about a claim, for claims that nobody has decided about yet."""
    try:
        wanted = Overlap.model_validate({"rule": rule, "reviewers": reviewers, "share": share})
    except ValidationError as error:
        field, message = first_fault(error)
        raise UsageError(f"{field}: {message}", hint="See `quotebound team overlap --help`.") from error
    with opened_store(db) as store:
        store.team.set_overlap(wanted, own_name())
        say(wanted.sentence)
