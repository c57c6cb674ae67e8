"""Numbers that name, measure or tell the time, by what stands beside them: "in flat 7", "at minus 20", "a vote of 56 to 31".

They are likelier no count than sure to be none, so a claim that takes one is doubted and not blocked. Nouns whose numbers are names: the
nouns of addresses, buildings, roads, vehicles, laws, books, schools, sports, units of forces and of what is measured by class.
"""

from __future__ import annotations

import re

_NAMED = (
    "flat|apartment|apt|house|building|block|unit|room|suite|cell|ward|floor|storey|level|door|gate|entrance|exit|stairwell|hall|hangar|"
    "pier|berth|dock|quay|platform|track|line|bus|tram|train|trolleybus|minibus|lorry|truck|boat|car|carriage|wagon|coach|trailer|cab|"
    "seat|row|lane|road|street|avenue|highway|motorway|route|junction|interchange|milepost|mile|kilomet(?:re|er)|marker|post|pylon|pillar|"
    "tower|well|shaft|mine|pit|quarry|field|plot|lot|parcel|grid|square|cemetery|grave|hill|height|point|peak|buoy|station|reactor|"
    "boiler|furnace|runway|terminal|stand|box|locker|drawer|shelf|crate|container|barrel|tank|hospital|school|kindergarten|lyc[eé]e|"
    "college|clinic|factory|plant|depot|warehouse|shop|market|camp|colony|prison|jail|barracks|base|garrison|brigade|battalion|"
    "regiment|division|company|platoon|squad|squadron|battery|corps|army|fleet|team|crew|district|precinct|parish|commune|county|"
    "constituency|region|zone|sector|quarter|village|settlement|article|clause|section|paragraph|schedule|annex|appendix|rule|law|act|"
    "bill|decree|order|resolution|protocol|directive|regulation|chapter|verse|psalm|page|line|volume|issue|edition|note|figure|"
    "table|exhibit|episode|season|series|scene|case|file|dossier|docket|form|visa|ticket|passport|licen[cs]e|channel|frequency|version|"
    "model|type|class|grade|year|stage|phase|round|lap|heat|game|match|set|leg|quarter|innings|stroke|week|month|day|magnitude|force|"
    "category|calibre|caliber|grid|latitude|longitude|bearing|altitude|step|item|option|plan|target|object|facility|position|hole|wave|batch|group"
)
_NO_COUNTED = (
    r"(?! (?:(?!killed|wounded|injured|left|hit)[a-z’'-]+ )?"
    r"(?!(?:was|is|has|this|as|its|his|across|towards|besides|years|always|perhaps)\b)"
    r"(?:[a-z’'-]+[^su\W]s|people|m[ae]n|wom[ae]n|child(?:ren)?|police|staff|crew|personnel|dead|died|others?|more|of)\b)"
)
"""Behind the number of a name: nothing that it may count."""
_ENDS = (
    r"(?=[,.;:!?)”\"’]|$| (?:on|in|at|by|near|from|to|of (?!them|the|those)|for|with|when|where|while|who|which|that|after|before|"
    r"during|and (?!\d)|but|will|would|said|says|\w+ed (?:the|an?|his|her|their|some|several|many))\b)"
)
"""Behind a number: its clause or phrase ends, and nothing is counted."""
_AT = "at|in|on|near|by|from|under|aboard|into|past|via|inside|outside|behind|beside|before|through|along|off"
_NO_LABEL = (
    "least|most|all|total|addition|about|around|over|under|up|nearly|almost|some|hospital|custody|detention|prison|jail|captivity|combat|"
    "action|battle|fighting|night|dawn|dusk|noon|midnight|morning|evening|nightfall|sunset|sunrise|home|sea|work|land|town|board|"
    "then|now|last|first|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fire|foot|stroke|the|a|an|its|his|her|their|our|"
    "these|those|this|that|another|every|each|any|only|just|another|perhaps|maybe|roughly|between|age|aged"
)
"""Words before a number that are no noun, or a noun that takes no article and no number."""
_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_WON = r"(?:w[io]n(?:s|ning)?|lost by|beat(?:en|ing|s)?|defeat\w*|drew|draw|ahead|trail\w*|scor\w+|vot\w+|victory)"
_VALUE = (
    "depth|height|altitude|speed|pace|price|cost|fare|fee|fine|temperature|reading|value|level|frequency|angle|bearing|distance|width|"
    "length|weight|score|vote|majority|margin|ratio|odds|interest|rank|ranking|position|average|mean|rate|index|quota|quorum"
)
_CURRENCIES = (
    "crowns?|kron(?:or|er|a|e)|koruna|forints?|leva?|tenge|som|manats?|drams?|laris?|shekels?|pounds?|pence|cents?|centavos?|quid|bucks"
)
_UNITS = r"[kMG]?Hz|[kM]?V|[kM]?W|hp|rpm|dB|psi|ppm|pts|carats?|calib(?:re|er)|fathoms?|leagues?|paces|yards?|furlongs?"
_STREETS = "Street|Road|Avenue|Lane|Square|Drive|Boulevard|Terrace|Close|Crescent|Way|Row|Quay|Hill|Gardens|Court|Place|St|Rd|Ave|Blvd"
_FORCES = "Brigade|Battalion|Regiment|Division|Corps|Squadron|Commando|Para|Army|Company|Platoon|Battery|Group"
_NUMBERED = "bus|tram|train|trolleybus|minibus|line|mine|shaft|boat|gun|seed|hospital|school"
_SCORE = "(?: to |-|–| ?: ?| votes to | for (?:and )?)"
_DIGITS = r"\d{1,4}(?![\d,.]*\d)"
LABELS = re.compile(
    "|".join(
        (
            rf"\b(?i:{_NAMED})(?: (?i:nos?\.?|nr\.?|numbers?)| ?[#№])? ?(?P<label>{_DIGITS}[A-Z]?)\b(?!%| per ?cent){_NO_COUNTED}",
            rf"\b(?i:(?:at|in|on|by|under|aboard) number|nos?\.|nr\.) ?(?P<numbered>{_DIGITS})\b{_NO_COUNTED}",
            rf"\b(?i:number) (?P<numbering>{_DIGITS})(?= (?i:{_NUMBERED})\b)",
            rf"\b(?P<door>\d{{1,4}}[a-z]?)(?= (?:[A-Z][\w’'-]+ ){{1,3}}(?:{_STREETS})\b)",
            rf"\b(?P<force>\d{{1,4}})(?= (?:[A-Z][\w-]+ ){{0,2}}(?:{_FORCES})\b)",
            rf"\b(?i:{_WON})\b[^.;:\d]{{0,50}} (?P<won>\d+){_SCORE}(?P<lost>\d{{1,3}})\b{_NO_COUNTED}",
            (
                rf"\b(?i:minus|latitude|longitude|(?:{_VALUE}) of(?: (?:about|some|up to|over))?) (?P<valued>\d[\d,.]*\d|\d)\b"
                rf"{_NO_COUNTED}(?! (?:\w+ )?(?:killed(?! the\b| an?\b)|wounded|injured|missing)\b)"
            ),
            r"(?P<degrees>\d+)°(?P<minutes>\d+)",
            r"(?<![\d.,:])(?P<led>0\d{1,3})\b(?![.,]\d)",
            r"\b(?:half past|quarter (?:past|to)|past|till) (?P<past>\d{1,2})\b",
            r"\b[Aa]t (?P<before>\d{1,2}) (?:to|past) (?P<hour>\d{1,2})\b",
            r"\b(?:[Ii]n|of|since|until|by|from) [’'‘](?P<decade>\d\d)(?![\w’'])",
            rf"\b(?:{_MONTH})\.? \d{{1,2}}(?: and | or | to |-|–)(?P<day>[0-3]?\d)\b(?!,?\d){_NO_COUNTED}",
            r"(?P<k>\d+)(?= [kK]\b(?![.’'-]))",
            rf"\b(?P<rated>\d[\d,]*)(?= (?:{_UNITS})\b)",
            rf"\b(?P<sum>\d[\d.,]*)(?= (?:{_CURRENCIES})\b)",
            r"\b(?P<ayes>\d{1,3}) votes? (?:to|against|and) (?P<noes>\d{1,3})\b",
            rf"\b(?P<ours>\d{{1,3}})(?: to |-|–)(?P<theirs>\d{{1,3}})(?= (?i:{_WON}|win|defeat|loss|vote|lead|odds|score|ratio)\b)",
            (
                r"\b(?i:the (?:top|last|first|final|big|bottom)|(?:group|gang|league) of) (?P<top>\d{1,3})"
                r"(?=[,.;:!?)]|$| (?:will|in|on|at|by|for|and|with|\w+ed the|of the (?:league|table|list|ranking|cup|tournament))\b)"
            ),
            r"\b(?P<by>\d+) (?:by|x|×) \d+ (?:met|fe?et|foot|inch|cent|mill|yard)",
            r"\b(?P<ones>(?i:one|two|three)) by (?P<twos>one|two|three)\b",
            r"\b(?i:by the) (?P<dozen>dozen|score|hundred|thousand)\b",
            r"\b(?P<abreast>\w+)(?= abreast\b)",
        )
    )
)
"""Each in a group."""

LONE = re.compile(
    rf"\b(?:{_AT}) (?!(?:{_NO_LABEL}) )[a-z][a-z’'-]+(?<!s)(?<!ed)(?<!ing) (?P<bare>{_DIGITS}){_ENDS}|"
    rf"(?:(?<=[a-z] )(?:{_AT})|\b(?i:with|by|under|aboard|from|during)|\bIn)(?: (?:an?|the))? "
    rf"(?:[A-Z][\w’'-]+ ){{1,3}}(?P<named>{_DIGITS}){_ENDS}"
)
"""Numbers behind a noun without article, or behind a name, where nothing follows that they count; none if the sentence has another number:
of a list by places each place has one ("in Tavo six drowned, in Miren 11")."""
