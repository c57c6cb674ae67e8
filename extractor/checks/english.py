"""English function words that tie numbers, sources and negations to what they belong to. Domain-neutral; matched in lower case.

Patterns follow the usage of news agencies' style books; what is domain language (who is counted, what happens to them) lives in the
domain's `Support`.
"""

from __future__ import annotations

import re

LIGHT = (
    r"(?:[\s\"“”‘’'«»*]|\b(?:a|an|the|another|further|additional|all|some|of|its|his|her|their|our|own|other|total|altogether|only|just|"
    r"also|reportedly|allegedly|these|those|as|well|both|either|yet|more|even|new|in|total|at|least)\b(?!\s+total\b))*"
)
OBJECT_GAP = re.compile(
    r"[\s\"“”‘’'«»]*(?:\b(?:a|an|the|another|further|additional|all|some|of|its|his|her|their|our|own|other|total|altogether|only|just|"
    r"also|reportedly|allegedly|these|those|in total|in all|more than|at least|roughly|or)\b[\s\"“”‘’'«»]*)*"
)
"""What may stand between a verb and the number that is its object."""

LABEL_GAP = re.compile(r"\s*(?:[:=–—(|-]|of|to|at|is|was|are|were|now|stands? at)\s*(?:the|a|some|a total of)?\s*")
"""What may stand between a label and its number: "losses: 12", "toll of 12", "wounded (12)"."""

REACHING = re.compile(
    r"(?:[\w’'.-]+\s+)*?(?:reach\w*|ris\w*|rose|climb\w*|gr[eo]w\w*|jump\w*|increas\w*|stand\w*|stood|amount\w*|total\w*|number\w*|exceed\w*|"
    r"surpass\w*|pass\w*|hit|top\w*|is|are|was|were|been|came|comes?|estimated|put|fell|drop\w*|declin\w*|involv\w*|between|includ\w*)"
    r"(?:\s+(?:to|at|from|by|up|now|already|about|as|high|of|over|a|the|an|total|between|currently|some))*\s*"
)
"""How a noun reaches its number: "casualties have already reached", "the toll rose to"."""

BESIDE_GAP = re.compile(
    r"\s*(?:[(\"“”‘’'«»]|\b(?:of (?:them|whom|these|those|the|its own|our own|their own|its|our|their)|more|others?|people|persons?|"
    r"additional(?:ly)?|further|also|were|was|are|is|have|has|had|been|be|being|left|found|reported(?:ly)?|feared|presumed|confirmed|believed|"
    r"thought|to|still|now|later|already|either|so far|allegedly|then|all|both|listed|declared|went|gone|got|remain(?:ed|s)?|as|did)\b|\s)*"
)
"""What may stand between a number and its predicate or noun without anybody else coming in: "12 of them were", "20 others"."""

PASSIVE = re.compile(
    r"\b(?:were|was|are|is|been|being|be|got|gets?|left|found|feared|presumed|believed|reported|declared|lie|lay|lies|remain(?:s|ed)?|went|go|gone)"
    r"(?:\s+(?:\w+ly|also|already|so|far|now|later|then|still|either|both|all|not|never|themselves|in turn|to have been|again|since|thought|"
    r"feared|believed|reported))*\s*$"
)
ACTIVE = re.compile(
    r"\b(?:had|has|have|having|to|who|which|that|will|would|could|may|might|can|did|does|do|’ve|'ve|he|she|it|they|we|i)"
    r"(?:\s+(?:\w+ly|also|already|since|now|later|then|still|either|both|not|never|so far))*\s*$"
)
TAKES_OBJECT = re.compile(
    r"\s+(?:the (?!same\b|day\b|previous\b|night\b|morning\b|week\b|year\b|next\b|other day\b)|an? (?!day\b|week\b|month\b|year\b|night\b|result\b)|"
    r"his |her |their |its |our |some |many |most |several |no |any |each |every |another |him\b|them\b|himself|themselves|us\b|me\b)"
)
SUFFERED = re.compile(r"\b(?:suffer\w*|sustain\w*|receiv\w*|had|have|has|report\w*|record\w*|caus\w*|with|of)\s*(?:an?|the|\w+ly)?\s*$")

COORDINATOR = re.compile(r"\b(?:and|or|but|nor|plus|&)\b|\bas well as\b")
SUBORDINATOR = re.compile(
    r"\b(?:while|when|whenever|after|before|because|although|though|whereas|unless|if|until|where|than|said|says|say|saying|adding|claimed|claims|"
    r"claiming|told|reported|as|despite|without|so that|leaving|following)\b"
)
JOINS_NUMBERS = re.compile(
    r"(?:.*?(?:,|\band\b|\bor\b|&|\bplus\b|\bincluding\b|\bamong (?:them|whom|those)\b|\bwith\b|\bas well as\b|\bof (?:them|whom|these|those)\b|\(|:|—|–))\s*",
    re.DOTALL,
)
LIST_JOIN = re.compile(r"(?:,|\bamong\b|\band\b|\bor\b|&|\bplus\b|\bas well as\b|\balong with\b|\btogether with\b)")
OWN_PREPOSITION = re.compile(
    r"\b(?:in|on|at|near|from|by|into|over|during|within|for|against|across|after|before|between|under|through|per|around|onto|towards?|upon|"
    r"throughout|behind|above|below|every|than|aged?|until|since)\s+(?:the|a|an|some|about|its|their|these|those|all|another)?\s*$"
)
"""A preposition directly before a number: the number is part of a circumstance ("in three villages"), not what is counted."""

FINITE = re.compile(
    r"\b(?:were|was|are|is|had|has|have|went|came|took|made|said|says|did|does|do|will|would|could|may|might|\w{3,}ed(?!\s+(?:men|m[ae]n|forces|group)))\b"
)
MERGES = re.compile(
    r"\s*(?:,\s*)?(?:and/or|and|or|/|,|as well as|or even|nor|&)\s*(?:(?:either|both|even|otherwise|\w+ly|were|was|been|have been|are)\s+){0,2}"
)
EITHER_OR = re.compile(r"\bor\b|/")
PARENTHESIS = re.compile(r"\([^()]*\)|\s[—–-]\s[^—–]*\s[—–-](?=\s)|—[^—]*—|,[^,]*,")
