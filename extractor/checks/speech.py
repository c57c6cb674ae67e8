"""English words and word orders by which somebody is said to say something. Domain-neutral; matched in lower case."""

from __future__ import annotations

import re

from extractor.checks.english import word_set

CITING = re.compile(
    r"\b(?:citing|quoting|cited(?! by)|quoted(?! by)|"
    r"according to information from|referring to|with reference to|on the authority of)(?: (?:a|"
    r"an|the))?\s+"
)
SPEAKER = re.compile(
    r"\b(?:officials?|sources?|ministr(?:y|ies)|spokes\w+|military|army|agency|police|governors?|presidents?|ministers?|commanders?|"
    r"chiefs?|generals?|officers?|lawmakers?|mayors?|residents?|(?:eye)?witness(?:es)?|soldiers?|doctors?|hospitals?|report|statement|"
    r"data|figures|un|organi[sz]ations?|authorities|government|intelligence|nurses?|teachers?|survivors?|relatives?|people|diplomats?|"
    r"experts?|analysts?|leaders?|rescuers?|service|staff|media|newspapers?|channel|documents?|parish|council|committee|federation|unions?|"
    r"embassy|charit(?:y|ies)|brothers?|sisters?|famil(?:y|ies)|neighbou?rs?|mother|father|wife|passengers?|drivers?|press|stations?|"
    r"owner|director|headteacher|engineers?|bursar|principal|elders?|deput(?:y|ies)|prosecutors?|lawyers?|judges?|courts?|brigades?|"
    r"compan(?:y|ies)|firm|tribunal|bishops?|priests?|ombudsman|commission|institute|groups?|medics?|paramedics?|firefighters?|workers?|"
    r"villagers?|activists?|rebels?|militants?|insurgents?|fighters?|television|radio|broadcasters?|investigators?|researchers?|"
    r"academics?|historians?|students?|refugees?|migrants?|volunteers?|peacekeepers?|monitors?|observers?|campaigners?|coroners?|"
    r"detectives?|campaigns?|clerics?|imams?|pastors?|farmers?|miners?|fishermen|traders?|shopkeepers?|surgeons?|defence|defense|hall)\b"
)
CUE = re.compile(
    r"\b(?:sa(?:ys?|id|ying)|according to|claim(?:s|ed|ing)?|alleg(?:es?|ed|ing)|report(?:s|ed|ing|edly)?|announc(?:es?|ed|ing)|"
    r"confirm(?:s|ed|ing)?|"
    r"stat(?:es?|ed|ing)|told|tells?|wr(?:ote|ites?|iting)|add(?:s|ed|ing)|acknowledg(?:es?|ed|ing)|admit(?:s|ted|ting)?|"
    r"estimat(?:es?|ed|ing)|"
    r"conced(?:es?|ed|ing)|insist(?:s|ed|ing)?|den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|maintain(?:s|ed)?|assert(?:s|ed)?|"
    r"declar(?:es?|ed)|"
    r"not(?:es|ed|ing)|explain(?:s|ed)?|describ(?:es?|ed|ing)|warn(?:s|ed|ing)?|put(?:s|ting)?|speaks?|spoke|testif(?:y|ies|ied)|"
    r"recount(?:s|ed)?|"
    r"echo(?:es|ed)?|cit(?:es?|ed|ing)|quot(?:es?|ed|ing)|attribut(?:es?|ed|ing)|identif(?:ies|ied)|disclos(?:es?|ed)|reveal(?:s|"
    r"ed)?|account|statement|"
    r"estimate|figures?|count|tally|list|register|promis(?:es?|ed)|vow(?:s|ed)?|recall(?:s|ed)?|record(?:s|ed)|publish(?:es|ed)|"
    r"communiqu[eé])\b"
)
SAID = re.compile(rf"(?!(?:account|statement|estimate|figures?|count|tally|list|register|record|communiqu[eé])\b){CUE.pattern}")
"""Attributing words without the nouns among them: whoever stands at one speaks."""
PASSIVE = re.compile(r"\b(?:be|been|being|is|are|was|were)\s+(?:(?:\w+ly|also|not|yet|first|later|since|now|then)\s+)*$")
PARTICIPLE = re.compile(r"(?!quoted|cited)(?:\w+ed|told|said|written|put)")
"""Attributing words, and what makes them say of what stands before them that it is said."""
SPEAKS = re.compile(
    r"(?:(?: of (?:them|whom|the [\w’'-]+)(?:, [^,;:.]{2,60},)?)|"
    r"(?: (?!and |or |were |was |had |have |who |of )[\w’'-]+){1,4}?(?:, [^,;:.]{2,60},)?) "
    r"(?:and (?:an?|the|another|one|two|three|four|its|\d+) (?:(?!and |or |were |was |had |have |who |of )[\w’'-]+ ){1,4}?)?"
    r"(?:said|says?|told|tells?|wrote|estimate[ds]?|recalled|added|warned|testified|insisted|admitted)\b(?! (?:to|\w+ed)\b)"
)
NAMED = re.compile(r"\b(?:according to|citing|quoting) (?:the |these )?$")
"""Before a number of people: they are the source."""
SPEAKS_LEAD = re.compile(r"(?:^|[.,;:—–“”\"]\s*|\b(?:and|but|that|while)\s+)$")
"""Behind and before a number of people who speak: "two officials said", "one of them, Ana Brek, told"."""
AGENT_FOLLOWS = re.compile(
    r"(?:\b(?:is|are|was|were|been|being|it)\s+(?:\w+\s+)?\w+|\b(?:allegations?|reports?|claims?|accounts?|messages?|stor(?:y|ies)|"
    r"rumou?rs?|information|statements?|figures?|estimates?|circulat\w+|spread|"
    r"shown|listed|recorded|given|counted|registered|reported|cited|published))$"
)
AGENT = re.compile(r"\b(?:by|from|in|of|on)(?: the| an?)?\s+$")
"""A cue whose speaker stands behind it, and what stands before that speaker."""

NO_CUE = re.compile(
    r"(?:has|have|had|is|are|was|were|for|does not \w+.*|(?:the |their |its |his |her )?(?:counts?|estimates?|tally|figures?|"
    r"accounts?|statements?|reckoning))"
)
"""Attributing words that have no speaker for a subject."""

CUE_BEFORE = re.compile(
    r"\b(?:according to|in accordance with|cit(?:ing|es|ed)|quot(?:ing|es|ed)|by|from|as per|per|for|(?:one|you) believes?|"
    r"(?:data|words?|account|view|reckoning|estimate|count|figures?|information) of)\s*$"
)
"""Cues that stand before their speaker."""

_ASIDE = (
    r"(?:also|further|later|earlier|then|has|had|have|was|were|is|are|been|again|now|repeatedly|separately|previously|first|\w+ly|"
    r"in turn|in|on|at|a|the|statement)"
)
SUBJECT = re.compile(
    rf"(?:^|[,;:—–.!?\"“”(]\s*|\b(?:that|as|and|while|but|after|when|"
    rf"where)\s+)(?P<subject>[^,;:—–.!?\"“”]{{2,100}}?)\s+(?:{_ASIDE}\s+){{0,3}}$"
)
OBJECT = re.compile(
    r"\s+(?:by\s+|to\s+reporters\s+)?(?P<object>[^,;:—–.!?\"“”]{2,80}?)(?=[,;:—–.!?\"“”]|\s+(?:on|in|that|who|which|after|as|at|to|nor|but|while|"
    r"and (?:the|an?|its|\d)|"
    r"said|says)\b|$)"
)
ASIDE = re.compile(r"(?:^|[;:.!?“”\"]\s*|\b(?:that|and|but|while)\s+)(?P<subject>[^;:.!?“”\"]{2,200}),\s*(?:\w+\s)?$")
"""A speaker with an aside before the verb: "The president, Ilian Drosu, promised", "A nurse, who asked not to be named, said"."""

PRONOUN = re.compile(r"\s*(?:he|she|it|they|we|i|you|who|which|one)\b")
_CALENDAR = word_set("""
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
november december jan feb mar apr jun jul aug sep sept oct nov dec
""")
_OPENERS = word_set("""
the a an in on at by for from with after before as while when but and he she they it this that these those our its his her some
""")
ACCORDING = re.compile(r"\b[Aa]ccording to (?P<who>(?:the |an? |its |our |their )?[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,5})")


def proper_words(words: str, *, at_start: bool) -> frozenset[str]:
    """The capitalised words of a phrase that name somebody: no weekdays, months, nor the first word of a sentence by itself."""
    found = re.findall(r"(?<!\w)[A-Z][\w’'-]*", words)
    kept = [word for word in found if word != "I" and word.lower() not in _CALENDAR and word.lower() not in _OPENERS]
    if at_start and kept and words.startswith(kept[0]) and len(kept) == 1 and kept[0][1:].islower() and " " in words.strip():
        return frozenset()
    return frozenset(kept)
