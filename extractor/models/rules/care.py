"""People treated, wounded or in need, said in other words than that: "treated for burns", "with gunshot wounds", "need food aid"."""

from __future__ import annotations

from extractor.models.rules.closed import holds, listed
from extractor.models.rules.grammar import is_vague, party, subjects, verb_group
from extractor.models.rules.harm import Context, Harm, plain_harm, unreal
from extractor.models.rules.objects import objects


def treated(context: Context, index: int) -> list[Harm]:  # noqa: PLR0911 (one condition a line)
    """As in "126 people were treated for gunshot wounds", "have treated around 300 children for pneumonia", "received injuries"."""
    sentence = context.sentence
    chunk = sentence.chunks[index]
    wounds = context.lexicon.lists["wounds"]
    if chunk.word.lemma in _TAKING_IN and (taken := _taken_in(context, index)):
        return taken
    if chunk.tagged("suffer") or chunk.word.lemma in {"receive", "have", "break", "lose"} or chunk.text in {"received", "receiving"}:
        ahead = sentence.chunks[index + 1 : index + 5]
        harmed = wounds | context.lexicon.lists["limbs"] if chunk.word.lemma in {"break", "lose"} else wounds
        injuries = bool(ahead) and ahead[0].word.lemma == "injury"
        others = any(item.code in "NFPb,;" or item.figure for item in ahead[:2])
        if not injuries and (others or not any(item.text in harmed for item in ahead[:4])):
            return []
        group = verb_group(sentence, index)
        sufferers = [] if unreal(context, group) else subjects(sentence, group.left)
        return [plain_harm("wounded", "sustained", index, who) for who in sufferers if not who.negated]
    if chunk.tagged("need"):
        return _needing(context, index)
    if not chunk.tagged("treat"):
        return []
    group = verb_group(sentence, index)
    if unreal(context, group):
        return []
    patients = objects(sentence, index)
    passive = (group.be and chunk.word.form != "ing") or not patients
    who = subjects(sentence, group.left) if passive else patients
    last = max(index, who[-1].last) if who else index
    reason = sentence.chunks[last + 1 : last + 8]
    told = bool(reason) and reason[0].text in {"for", "with", "after"}
    housed = (
        "being" in group.words
        or any(sentence.chunks[item.last].head == "patients" for item in who)
        or any("hospital" in item.text or item.text in {"clinic", "clinics", "ward"} for item in reason)
    )
    if not who or not (told or housed or context.disease):
        return []
    hurt = any(item.text in wounds for item in reason) if told else not context.disease
    outcome = "wounded" if hurt else "affected"
    return [plain_harm(outcome, "treated", index, item) for item in who if item.figure is not None]


_TAKING_IN = listed("receive; admit; take in; attend to; see")
_HEALERS = listed("hospital hospitals clinic clinics doctors medics infirmary ward wards paramedics surgeons")
_PATIENTS = listed("patients people persons children men women victims civilians soldiers residents")


def _taken_in(context: Context, index: int) -> list[Harm]:
    """As in "the hospital received 12 patients": people, taken in where one is healed."""
    sentence = context.sentence
    if not any(word in _HEALERS for item in sentence.chunks[max(0, index - 8) : index] for word in item.text.split()):
        return []
    group = verb_group(sentence, index)
    if group.be or unreal(context, group):
        return []
    who = [item for item in objects(sentence, index) if item.figure is not None and sentence.chunks[item.first].head in _PATIENTS]
    return [plain_harm("affected" if context.disease else "wounded", "treated", index, item) for item in who]


def had_wounds(context: Context, index: int) -> list[Harm]:
    """As in "two of those rescued had severe burns"."""
    sentence = context.sentence
    ahead = sentence.chunks[index + 1 : index + 4]
    stop = next((at for at, item in enumerate(ahead) if item.code not in "wRdVv"), len(ahead))
    if not any(item.text in context.lexicon.lists["wounds"] for item in ahead[:stop]):
        return []
    group = verb_group(sentence, index)
    who = [] if group.negated or group.modal else subjects(sentence, group.left)
    return [plain_harm("wounded", "sustained", index, item) for item in who if item.figure is not None]


def _needing(context: Context, index: int) -> list[Harm]:
    """As in "1.2 million people need food aid", "some 40,000 are facing acute hunger"."""
    sentence = context.sentence
    ahead = sentence.chunks[index + 1 : index + 6]
    stop = next((at for at, item in enumerate(ahead) if item.code in ",;.&q!NFPbhS"), len(ahead))
    if not any(item.text in context.lexicon.lists["needs"] for item in ahead[:stop]):
        return []
    group = verb_group(sentence, index)
    if unreal(context, group):
        return []
    healed = not context.disease and any(item.text in {"hospital", "medical"} for item in ahead[:stop])
    if healed and any(item.text in {"treatment", "care", "attention"} for item in ahead[:stop]):
        return [plain_harm("wounded", "treated", index, who) for who in subjects(sentence, group.left) if who.figure is not None]
    return [plain_harm("affected", "needing", index, who) for who in subjects(sentence, group.left) if who.figure is not None]


def with_wounds(context: Context, index: int) -> list[Harm]:
    """As in "two men with bullet wounds", "left two of his comrades with broken legs"."""
    sentence = context.sentence
    at = next((k for k in range(index + 1, min(index + 4, len(sentence.chunks))) if sentence.chunks[k].text == "with"), None)
    figure = sentence.chunks[index].figure
    if at is None or figure is None or is_vague(figure) or holds(sentence.codes[index + 1 : at], ",;NF"):
        return []
    if not any(item.text in context.lexicon.lists["wounds"] for item in sentence.chunks[at + 1 : at + 5]):
        return []
    return [plain_harm("wounded", "with_wounds", at, party(sentence, index))]
