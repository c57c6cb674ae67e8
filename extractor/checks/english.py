"""English function words that tie numbers, sources and negations to what they belong to. Domain-neutral; matched in lower case.

Patterns follow the usage of news agencies' style books; what is domain language (who is counted, what happens to them) lives in the
domain's `Support`.
"""

from __future__ import annotations

import re


def word_set(text: str) -> frozenset[str]:
    """The words of `text`, which are separated by blanks."""
    return frozenset(text.split())


LIGHT = (
    r"(?:[\s\"“”‘’'«»*]|\b(?:a|an|the|another|further|additional|all|some|of|its|his|her|their|our|own|other|total|altogether|only|just|"
    r"also|reportedly|allegedly|these|those|as|well|both|either|yet|more|even|new|in|total|at|least)\b(?!\s+total\b))*"
)
OBJECT_GAP = re.compile(
    r"[\s\"“”‘’'«»]*(?:\b(?:a|an|the|another|further|additional|all|some|of|its|his|her|their|our|own|other|total|altogether|only|just|"
    r"also|reportedly|allegedly|these|those|in total|in all|more than|at least|roughly|or)\b[\s\"“”‘’'«»]*)*"
)
"""What may stand between a verb and the number that is its object."""

LABEL_GAP = re.compile(r"\s*(?:[:=–—(|-]|of|to|at|is|was|are|were|now|stands? at)\s*(?:the|a|some|a total of)?[\s\"“‘]*")
"""What may stand between a label and its number: "losses: 12", "toll of 12", "wounded (12)"."""

REACHING = re.compile(
    r"(?:[\w’'.-]+\s+)*?(?:reach\w*|ris\w*|rose|climb\w*|gr[eo]w\w*|jump\w*|increas\w*|stand\w*|stood|amount\w*|total\w*|number\w*|"
    r"exceed\w*|"
    r"surpass\w*|pass\w*|hit|top\w*|is|are|was|were|been|came|comes?|estimated|put|fell|drop\w*|declin\w*|involv\w*|between|"
    r"includ\w*|touch\w*|cross\w*|c[ao]mes?(?= down| to)|go(?:es|ne)|went)"
    r"(?:\s+(?:to|at|from|by|up|now|already|about|as|high|of|over|a|the|an|total|between|currently|some))*\s*"
)
"""How a noun reaches its number: "casualties have already reached", "the toll rose to"."""

BESIDE_GAP = re.compile(
    r"\s*(?:[(\"“”‘’'«»]|\b(?:of (?:them|whom|these|those|the|its own|our own|their own|its|our|their)|more|others?|people|persons?|"
    r"additional(?:ly)?|further|also|were|was|are|is|have|has|had|been|be|being|left|found|reported(?:ly)?|feared|presumed|"
    r"confirmed|believed|"
    r"thought|to|still|now|later|already|either|so far|allegedly|then|all|both|listed|declared|went|gone|got|remain(?:ed|s)?|as|did)\b|\s)*"
)
"""What may stand between a number and its predicate or noun without anybody else coming in: "12 of them were", "20 others"."""

PASSIVE = re.compile(
    r"\b(?:were|was|are|is|been|being|be|got|gets?|left|found|feared|presumed|believed|reported|declared|lie|lay|lies|remain(?:s|"
    r"ed)?|went|go|gone)"
    r"(?:\s+(?:\w+ly|also|already|so|far|now|later|then|still|either|both|all|not|never|themselves|in turn|to have been|again|"
    r"since|thought|"
    r"feared|believed|reported))*\s*$"
)
ACTIVE = re.compile(
    r"\b(?:had|has|have|having|to|who|which|that|will|would|could|may|might|can|did|does|do|’ve|'ve|he|she|it|they|we|i)"
    r"(?:\s+(?:\w+ly|also|already|since|now|later|then|still|either|both|not|never|so far))*\s*$"
)
TAKES_OBJECT = re.compile(
    r"\s+(?:the (?!same\b|day\b|previous\b|night\b|morning\b|week\b|year\b|next\b|other day\b)|an? (?!day\b|week\b|month\b|year\b|"
    r"night\b|result\b)|"
    r"his |her |their |its |our |some |many |most |several |no |any |each |every |another |him\b|them\b|himself|themselves|us\b|me\b)"
)
SUFFERED = re.compile(r"\b(?:suffer\w*|sustain\w*|receiv\w*|had|have|has|report\w*|record\w*|caus\w*|with|of)\s+(?:[\w-]+\s+){0,3}$")

INJURIES = re.compile(r"\s+(?:[\w-]+ ){0,2}?(?:injuries|wounds|burns|fractures|bruises|cuts|lacerations|blows|bullets?|gunshot|stab)\b")

COORDINATOR = re.compile(r"\b(?:and|or|but|nor|plus|&)\b|\bas well as\b")
SUBORDINATOR = re.compile(
    r"\b(?:while|when|whenever|after|before|because|although|though|whereas|unless|if|until|where|than|said|says|say|saying|adding|"
    r"claimed|claims|"
    r"claiming|told|reported|as|among|despite|without|so that|leaving|following)\b"
)
JOINS_NUMBERS = re.compile(
    r"(?:.*?(?:,|\band\b|\bn?or\b|&|\bplus\b|\bincluding\b|\bamong (?:them|whom|those)\b|\bwith\b|\bas well as\b|\b(?:of|"
    r"from) (?:them|whom|these|those)\b|\(|:|—|–))\s*",
    re.DOTALL,
)
LIST_JOIN = re.compile(r"(?:,|\bamong\b|\band\b|\bor\b|&|\bplus\b|\bas well as\b|\balong with\b|\btogether with\b)")
OWN_PREPOSITION = re.compile(
    r"(?<!\btook )(?<!\btake )(?<!\btaken )(?<!\bbrought )(?<!\bbringing )(?<!\bpicked )"
    r"\b(?:in|on|at|near|from|by|into|over|during|within|for|against|across|after|before|between|under|through|per|around|onto|"
    r"towards?|upon|"
    r"throughout|behind|above|below|every|than|aged?|until|since)\s+(?:the|a|an|some|about|its|their|these|those|all|another)?\s*$"
)
"""Before a number: it is part of a circumstance ("in three villages"), not what is counted."""

CLAUSE_LEAD = re.compile(r"\b(?:after|before|until|since)\s+(?:another |a further |some |about |the )?$")
CLAUSE = re.compile(
    r"(?: (?!(?:and|or|in|on|at|from|by|when|after|before)\b)[\w’'-]+){0,4} (?:were|was|are|had|have|has|died|fell|succumbed|went|fled|"
    r"drowned|perished)\b"
)
"""Before and behind a number: no preposition, but a clause of its own ("after three more workers succumbed")."""

LEFT = re.compile(r"(?<!were )(?<!was )(?<!been )(?<!are )\bleft\s+(?!their\b|his\b|her\b|its\b|the\b)")
PLURAL = re.compile(r"\b[^\W\d_]{3,}[^su\W\d_]s\b")
"""In a gap: who stands behind it was left in that state; a noun that has the number before it."""

PAIR = re.compile(r" (?:\w+ )?(?P<one>\w+) (?:and|or) (?P<two>\w+)\b")
"""Behind a number: two nouns, perhaps of one phrase."""

FINITE = re.compile(
    r"\b(?:were|was|are|is|had|has|have|went|came|took|made|said|says|did|does|do|will|would|could|may|might|\w{3,}ed(?!\s+(?:men|"
    r"m[ae]n|forces|group)))\b"
)
ATTRIBUTE = re.compile(r"(?!died$|killed$|claimed$|caused$|suffered$|reported$|feared$)\w{3,}ed")
"""Alone between a number and its noun: no verb ("14 related deaths")."""

RATE = re.compile(r"[ -](?:rates?|ratios?)\b")
"""Behind a word: it tells what is measured, and of nobody ("a fatality rate of 2.3 per cent")."""

MERGES = re.compile(
    r"\s*(?:,\s*)?(?:and/or|and|or|/|,|as well as|or even|nor|&)\s*(?:(?:either|both|even|otherwise|\w+ly|were|was|been|have been|"
    r"are)\s+){0,2}"
)
EITHER_OR = re.compile(r"\bor\b|/")
OF_THEM = re.compile(r"\s*(?:of|from) (?:them|whom|these|those)\b")
"""Behind a number: it is a part of the number before."""

MANNER = re.compile(r"\s+(?:(?:of|from) (?:them|whom)\s+)?\w+ly\s*(?:[,.;)]|$)")
"""Behind a number: only an adverb follows, the verb is the number before's ("41 were injured, four seriously,")."""

PLACE_LIST = re.compile(r"[^;]{0,60};\s*(?:in |at |near )?[^;,:\d]{1,40}[,:–—-]\s*")
"""Between the numbers of a list by places: "Dresk, three dead; Brenna, two"."""

COMPARED = re.compile(r"\b(?:up|down|rising|falling|compared|against|instead|rather)(?: (?:from|with|to|of|than))?\s*$")
"""Before a number: it is the number before, at another time or by another count ("21,000 are displaced, up from 18,000")."""

WHOLE_FIRST = re.compile(r"(?:^|[.;:—–,“\"]\s*)(?:out )?of (?:the|these|those|its|their|some|about)?\s*$")
"""Before a number: the whole whose parts follow ("Of the 52 aboard, 37 were rescued")."""

SOME_OF = re.compile(
    r"(?:\b(?:most|some|many|few|several|none|part|any|half|a (?:number|fraction|third|quarter|fifth)|(?:the|a) majority|two thirds|"
    r"(?:nearly|almost|virtually|not) all|per ?cent)|[%½⅓⅔¼¾]) (?:of (?:the |about |some |these |those |their |its |his )?)$|"
    r"\bhalf (?:the |some )$"
)
"""Before a number: it is the whole, of which only so much is spoken of ("most of the 30 guards were killed")."""

NOMINAL = re.compile(r"\b(?:of|on|for|among|from|about) (?:the|its|their|those)\s*$")
"""Before "dead": a noun in a phrase of its own ("published its list of the dead")."""

THE_FIGURE = re.compile(r"\b(?:its|the|this|that|their|his|her) (?:figure|number|toll|count|tally|total)\b")
"""A sentence that speaks of a number given before."""

REDUCED = re.compile(
    r"^(?!.*\b(?:were|was|are|is|has|have|had|been|be|being)\b).*\b(?:reported|feared|presumed|believed|confirmed|declared)\s*$", re.DOTALL
)
"""Between a number and its participle: a relative clause without its verb ("the two girls reported killed")."""

ENTRIES = re.compile(r"\s+(?:names?|entries)\b")
"""Behind a number: what a list has, whoever they are."""

LISTED = re.compile(r"\b(?:names?|entries|cases?|\w+(?:ers|ors|ists|ians|ees|ants|men|women))\b")
"""Behind a number: people without a word for people, as lists and trades have them."""

RESTATED = re.compile(
    r"^\s+(?:from|to)\s+$|"
    r"\b(?:(?:(?:bring|tak|push|rais)\w* (?:the|its|their) (?:[\w-]+ )?(?:total|tally|number|count|toll|figure)(?: of [\w-]+)? (?:to|from)|"
    r"report|count|list|record|estimat|claim|admit|name|confirm|register)(?:s|ed|ted)?(?: only| just| to)?|"
    r"(?:acknowledg|conced|ma(?:k|d))(?:es?|ed|ing)?|confess\w* to|g[ai]v(?:es?|en|ing) back|"
    r"(?:reports?|word|fears|news|talk) of|(?:sp(?:eak|oke|eaks)|talk(?:s|ed)?|told|wr(?:ote|ites?)) of|"
    r"g[ai]ves?|said|says?|had (?:it|them) at|puts? (?:it|them) at|"
    r"(?:as many as|than) (?:the|its|their)?)\s*(?:the |a |an )?$"
)
"""Before a bare number: another count of what the number before counts ("nine dead; the hospitals reported 12", "to 21 from 23")."""

OWN_PREDICATE = re.compile(
    r"\s*(?:(?:of|from) (?:them|whom)\s+)?(?:who\s+)?(?:(?:were|was|are|is|had|has|have|did|do|does|could|can|will|would|may|might|must)\s+"
    r"(?!(?:also|too|as well|reported\w*|more|likewise|"
    r"(?:\w+ )?(?:child\w*|women|m[ae]n|woman|civilians?|soldiers?|minors|students|\w+ers))\b)|"
    r"(?:said|says?|told|tells?|claimed|reported|testified|wrote)\b|hid\b|fled\b|ran\b|got away\b|came\b|went\b|managed\b|without\b|"
    r"alive\b|barely\b|"
    r"unhurt\b|unharmed\b|safe\b)"
)
"""Behind a number and its noun: what is said of it and not of the number before."""

PLACE_BY_PLACE = re.compile(r",?\s*(?:and )?(?:in|at|near|on|outside|around) [^,;:\d]{2,40}$")
"""Before a bare number: the next place of a list ("in Tavo six people drowned, in Miren 11 and in the capital two")."""

ASIDE_NUMBER = re.compile(r"^,\s*(?:which|who|that)\s+")
"""Between a noun and a number in its relative clause: "The toll, which stood at 19"."""

PUT_AT = re.compile(
    r"(?:\s+(?!(?:and|or|but|who|which|that|when|while|after)\b)[^\s,;:]+){0,8}?\s+(?:at|to|as|of|below|above)\s+(?:the |a |only |just )*"
)
"""Between the noun of a number and the number: "the number of dead in Olm alone at 212"."""

OBJECTS = re.compile(
    r"\s+(?:the|an?|his|her|its|their|some|several|[^\s,;:.]+[’']s)\s+(?:[^\s,;:.]+\s+){0,5}?[^\s,;:.]+(?:,\s+|,?\s+and\s+)"
    r"(?:(?:[^\s,;:.]+\s+){0,4}?[^\s,;:.]+(?:,\s+|,?\s+and\s+)){0,2}(?:(?:the|his|her|its|their)\s+)?"
)
"""Between a verb and a number that is the last of its objects: "killing the bride, her father and eight guests"."""

DRIVEN = re.compile(r"\b(?:push|br(?:ing|ought)|t(?:ak|ook)|rais|lift|driv|drove|send|sent)\w* [^,;:.]{0,40}$")
"""Before "toll": a verb that takes it to a number."""

NUMBER_OF = re.compile(r"\b(?:number|toll|count|total|tally|figure|share|list)s? (?:of|for) (?:[\w’'\"“-]+ ){0,6}$")
"""Before a word for those concerned: it is their number that is spoken of."""

BREAK = re.compile(r"[;!?]|:\s|(?<!\b\w)(?<!\b(?:dr|mr|ms|st|lt))(?<!\b(?:sgt|col|gen|mrs|cpl|pte|maj))(?<!\bcapt)\.\s")
"""What ends a clause; the point of an initial or a title doesn't."""

SEPARATES = re.compile(r"[,#]|\b(?:and|who|that|which|but|or)\b")
COUNTED_LEAD = re.compile(
    r"\b(?:number|toll|count|total|tally|figure|share|list)s? (?:of|for) (?:[\w’'-]+ ){0,3}$|"
    r"\b(?:the|those|its|their|his|her|our|whose|and|of) $|['’]s $|, $"
)
CAUSE = re.compile(r"\b(?:from|of|with|by)\s+(?:\w+ )?$")
"""Before a word: it says of what others died, and nothing of a number farther on."""

PART_LEAD = re.compile(r"\b(?:including|among (?:them|whom)|(?:of|from) (?:them|whom))(?: (?:a|an|the|at least|some))*\s*$")
OF_A_WHOLE = re.compile(r"\s*of (?:the|those|these|its|their|our|his)\b")
JOINS_BEHIND = re.compile(r"(?:,|\band|\bor|&|\bplus|\bwell as|\bamong)\s*$")
"""Around a number: what separates it from a word behind, what makes a word before it counted, or it a part, or one of a list."""

PARENTHESIS = re.compile(r"\([^()]*\)|\s[—–-]\s[^—–]*\s[—–-](?=\s)|—[^—]*—|,[^,]*,")

AND_ALSO = re.compile(
    r"[^;:#.]*?(?:,? and|,? but|,? then| before being)\s+(?:(?:\w+ly|were|was|are|have|had|been|later|then|since|so|also|not)\s+)*"
)
"""Between two predicates of one subject."""

DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)(?! (?:any |all )?(?:responsibility|involvement|blame))|"
    r"reject(?:s|ed|ing)? (?:the |these |those |such |any |all |all such )?(?:claims?|reports?|"
    r"allegations?|accusations?|account)|"
    r"(?:categorically |flatly )?rejects?|refut(?:e|es|ed|ing)|rebut(?:s|ted|ting)?|dismiss(?:es|ed|ing) (?:it|them|(?:the |these |"
    r"those |such |all )?"
    r"(?:claims?|reports?|talk|allegations?|accusations?|account|rumou?rs?))|not true|untrue|no truth|"
    r"does not correspond to reality|fabricat(?:ed|ion)|"
    r"a fairy tale|fake news|a lie|lies\b(?! in| on| at| near)|"
    r"(?:claims?|reports?|rumou?rs?|allegations?|accusations?|stor(?:y|ies)|news|suggestions?|talk|accounts?|it)(?: [^\s;:.]+){0,20}? "
    r"(?:is|are|was|were) (?:\w+ly |all |pure )?(?:false(?= that\b|[,.;:!?]|$)|wrong(?=[,.;:!?]|$)|baseless|groundless|unfounded|"
    r"nonsense|invent(?:ed|ions?)|fiction|propaganda|made up))\b"
)
ALSO_DENIES = re.compile(r"(?:,|;|\band\b|\bbut\b)\s+(?:and |but )?(?:\w+ly )?den(?:y|ies|ied) (?:that|any|having|using|\w+ing)\b")
"""A denial of something else, behind what is not denied."""
SAID_ON = re.compile(r"\b(?:and|but)\s+(?:\w+ )?(?:said|says|put|claimed|admitted|acknowledged|insisted|added|maintained|gave)\b")
"""Behind a denial: its source goes on with what it does not deny ("denied the first report and said five were hurt")."""

DISPUTING = re.compile(
    r"\b(?:false(?:ly|hoods?)?|exaggerat\w*|reject\w*|dismiss\w*|disput\w*|contradict\w*|contest\w*|invent\w*|lies?|rumou?rs?|wrong|baseless|"
    r"groundless|unfounded|nonsense|fabricat\w*|fiction|propaganda)\b"
)
"""Words in whose neighbourhood somebody may deny what is said."""

NEGATION = re.compile(
    r"\b(?:no(?! (?:fewer|less|more|doubt|longer than|later|matter|sooner|one knows))|not(?! (?:only|fewer|less|more|just|"
    r"yet clear|far|least|immediately|"
    r"independently|named|identified|be named|verified|be verified))|never|none|nobody|neither|nor|without|cannot|failed to|"
    r"\w+n[’']t|not one|denied having)\b"
)
HEDGE = re.compile(
    r"\b(?:reportedly|allegedly|apparently|purportedly|supposedly|presumably|possibly|probably|likely(?! to\b)|(?:is|are|was|were|"
    r"been) (?:believed|thought|"
    r"feared|presumed|suspected|understood|said|assessed|assumed) to|feared|presumed|(?<!\d )(?:may|might|could) have|appears? to|"
    r"appeared to|seems? to|seemed to|"
    r"(?:un|not )confirmed)\b"
)
CLAUSE_END = re.compile(r"[,;:.!?—()\"“”]|\b(?:but|although|while|though|because|which|who)\b")
FILLERS = word_set("""
been being be have has had was were is are be do did does any ever also yet been to of in on at by from with for and or that this
these those it they he she we there one single any so far such as
""")
