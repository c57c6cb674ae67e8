"""The kinds of the conflict domain (CODEBOOK.md, "The record")."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from extractor.claims import conflict_leanings as leanings
from extractor.claims import conflict_usage as usage
from extractor.claims import conflict_words as words
from extractor.claims.core import Claim, Mention, Sentence
from extractor.claims.domain import Domain, Support

CasualtyOutcome = Literal[
    "killed", "wounded", "killed_or_wounded", "captured", "missing", "abducted", "displaced", "affected", "unspecified"
]
Scope = Literal["incident", "period", "cumulative", "increment"]


class Casualties(Claim):
    """People harmed: who suffered, by whom, how many, and over what the number runs."""

    kind: Literal["casualties"] = "casualties"
    outcome: CasualtyOutcome
    population: Mention | None = None
    attacker: Mention | None = None
    scope: Scope = "incident"


class Deployment(Claim):
    """Forces sent somewhere; `by` is who sends."""

    kind: Literal["deployment"] = "deployment"
    population: Mention | None = None
    by: Mention | None = None


class Engagement(Claim):
    """Fighting: `action` is a short verb phrase ("repelled an assault"), `outcome` what came of it."""

    kind: Literal["engagement"] = "engagement"
    initiator: Mention | None = None
    opponent: Mention | None = None
    action: Sentence
    outcome: Sentence | None = None


class Territory(Claim):
    """Ground gained, lost, held or contested."""

    kind: Literal["territory"] = "territory"
    holder: Mention | None = None
    change: Literal["gained", "lost", "held", "contested"]


class Materiel(Claim):
    """Equipment destroyed, damaged, captured, supplied, used or found."""

    kind: Literal["materiel"] = "materiel"
    item: Mention
    effect: Literal["destroyed", "damaged", "captured", "supplied", "used", "found"]


class Statement(Claim):
    """Anything else that is attributed or checkable and matters to the story."""

    kind: Literal["statement"] = "statement"
    topic: Sentence


ConflictClaim = Annotated[
    Casualties | Deployment | Engagement | Territory | Materiel | Statement,
    Field(discriminator="kind"),
]

_OUTCOME = Support(
    field="outcome",
    kinds=("casualties",),
    words={
        "killed": words.KILLED + usage.KILLED,
        "wounded": words.WOUNDED + usage.WOUNDED,
        "killed_or_wounded": (r"casualt(?:y|ies)",),
        "captured": words.CAPTURED + usage.CAPTURED,
        "missing": words.MISSING + usage.MISSING,
        "abducted": words.ABDUCTED + usage.ABDUCTED,
        "displaced": words.DISPLACED + usage.DISPLACED,
        "affected": words.AFFECTED + usage.AFFECTED,
        "unspecified": words.UNSPECIFIED,
    },
    merged={"killed_or_wounded": ("killed", "wounded")},
    open="unspecified",
    sure=words.OUTCOME_SURE + usage.SURE,
    forms={
        "loose": words.OUTCOME_LOOSE,
        "subject": words.OUTCOME_SUBJECT + usage.SUBJECT,
        "status": words.OUTCOME_STATUS,
        "noun": words.OUTCOME_NOUN,
        "active": words.OUTCOME_ACTIVE,
    },
    leaning={
        "killed": leanings.KILLED,
        "wounded": leanings.WOUNDED,
        "captured": leanings.CAPTURED,
        "missing": leanings.MISSING,
        "abducted": leanings.ABDUCTED,
        "displaced": leanings.DISPLACED,
        "affected": leanings.AFFECTED,
        "unspecified": leanings.UNSPECIFIED,
    },
)
_SPARED = Support(
    field="spared",
    kinds=("casualties",),
    strict=False,
    words={"alive": words.ALIVE, "free": words.FREE},
    forms={"subject": words.ALIVE_SUBJECT, "noun": words.ALIVE_NOUN},
    sure=(r"surviv\w+", "(?:barely )?alive", "rescued"),
    against=("outcome", {"alive": ("killed",), "free": ("captured", "abducted")}),
)
_EFFECT = Support(
    field="effect",
    kinds=("materiel",),
    strict=False,
    words={
        "destroyed": words.EFFECT_DESTROYED,
        "damaged": words.EFFECT_DAMAGED,
        "captured": words.EFFECT_CAPTURED,
        "supplied": words.EFFECT_SUPPLIED,
        "used": words.EFFECT_USED,
        "found": words.EFFECT_FOUND,
    },
    forms={"noun": words.EFFECT_FORM_NOUN, "loose": words.EFFECT_FORM_LOOSE, "active": words.EFFECT_FORM_ACTIVE},
)
_CHANGE = Support(
    field="change",
    kinds=("territory",),
    strict=False,
    words={
        "gained": words.CHANGE_GAINED,
        "lost": words.CHANGE_LOST,
        "held": words.CHANGE_HELD,
        "contested": words.CHANGE_CONTESTED,
    },
    forms={"loose": (".*",)},
)
_PARTIES = {"population": ("population",), "attacker": ("attacker",)}

CONFLICT = Domain(
    name="conflict",
    kinds={
        "casualties": Casualties,
        "deployment": Deployment,
        "engagement": Engagement,
        "territory": Territory,
        "materiel": Materiel,
        "statement": Statement,
    },
    adapter=TypeAdapter(ConflictClaim),
    supports=(_OUTCOME, _SPARED, _EFFECT, _CHANGE),
    roles={
        "casualties": _PARTIES,
        "deployment": {"population": ("population",), "attacker": ("by",)},
        "engagement": {"population": ("opponent", "initiator"), "attacker": ("initiator", "opponent")},
        "territory": {"attacker": ("holder",)},
        "materiel": {"population": ("item",)},
    },
    people=words.PEOPLE,
    things=words.THINGS,
)
