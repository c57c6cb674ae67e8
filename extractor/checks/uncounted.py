"""Numbers that count nobody, by the words around them: ages, items of a list, weeks, hours, years, houses."""

from __future__ import annotations

import re

_YOUNG = r"boys?|girls?|sisters?|brothers?|\w*mother|\w*father|sons?|daughters?"
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_CURRENCY = (
    "ringgit|rupees?|rupiahs?|taka|baht|pesos?|naira|shillings?|birr|dinars?|"
    "reais|cedis|kwacha|dong|tenge|hryvnias?|forints?|soles|quetzales|gourdes?|"
    "dirhams?|riyals?|liras?|francs?|yuan|yen|kyats?|rand|zlotys?|lei|kroner?"
)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_PEOPLE = "children|those|people|persons|boys|girls|infants|adults|men|women|boy|girl|man|woman|child|youth|teenager"
UNCOUNTED = re.compile(
    r"[A-Z][\w’'-]+, (?P<one>\d{1,2}) and (?P<two>\d{1,2}),|"
    r"\b[Aa]ge[ds]? (?:between |from )?(?P<aged>(?!of\b)\w+)(?: (?:and|to) (?P<other>\w+))?|"
    r"\b[\w’'-]+, (?P<apposed>[1-9]\d?)(?=, (?!\d)[a-z])(?!, (?:and|or|are|were|have|injured|killed|wounded|dead)\b)|"
    rf"\b(?:{_PEOPLE}) (?:of )?"
    r"(?P<under>(?:(?:under|over|below) )?(?<=(?:.of|der|ver|low) )(?:\d{1,2}|three|four|five|seven|eight|nine|ten|twelve|six))\b"
    r"(?! (?:dead|killed|of\b|\w+(?:s|ren|ple|men)\b))|"
    rf"\b(?:m[ae]n|wom[ae]n|{_YOUNG}|gunman|pupil|student|\w+er), (?P<bare>[1-9]\d?)(?: and (?P<second>[1-9]\d?))?,(?!\d)|"
    rf"\b(?i:man|woman|child|youth|baby|toddler|{_YOUNG}|medic) (?i:of) (?P<of>[1-9]\d?|\w+)"
    r"(?=[,;.)]| (?:to|and|was|were|is|has|had|died|who|from|in)\b| \w+ed\b|$)|"
    r"\b(?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er) (?!dead|wounded|injured|missing|killed)[a-z]+(?: [a-z]+)?, (?P<person>[1-9]\d), and\b|"
    r"\b(?i:age of) (?P<reached>\w+)|"
    r"\b(?i:village|town|city|hamlet|community|island|population) (?i:of) (?:about |some |around |nearly )?(?P<size>\d[\d,]*)\b|"
    rf"(?P<sum>\d[\d.,]*(?: (?:million|billion|crore|lakh))?)(?= (?:{_CURRENCY})\b)|"
    r"\b(?:[Hh]e|[Ss]he|I|who) (?:is|was|am|turned) (?P<is>[1-9]\d?)(?=[.,;]| (?:and|years|when|but)\b)|"
    r"\b(?:young|old|eld)est (?:of (?:them|whom|these|the \w+)|\w+)?,? ?(?:is |was |only )?(?P<oldest>[1-9]\d?)(?=[.,;)]| and\b)|"
    r"\b(?:licensed|certified|designed|built|rated|meant|licenced|intended|planned|room|space|capacity|set up(?: \w+){0,4}) "
    r"(?:for |of |to (?:hold|carry|take|seat|house) )?(?P<capacity>[\d,]*\d)(?= (?:passengers|people|persons|inmates|pupils)\b|[.,;)])|"
    r"\b(?i:communiqu[eé]|bulletin|zone|quarter|sector|section|paragraph|article|checkpoint|route|ward|unit|appendix|chapter|"
    r"(?:foot|end)?note|pp?\.|no\.) "
    r"(?P<number>\d{1,3})\b(?!,\d)(?! (?:\w+ )?(?:people|were|dead|killed|injured|wounded))|"
    r"\bAT (?P<clock>[0-2]\d[0-5]\d)\b(?! [A-Z]+S\b)|"
    r"\b(?P<shape>\d+|(?i:two|three|four|five|six|seven|eight|ten|twelve))"
    r"(?=-(?!(?i:strong|man|men|member|person|people|plus|odd|some|year|third|quarter|fifth|fold)|\d)(?i:[a-z]{4}))|"
    r"^\s*[(\[]?(?P<item>\d{1,2})[.)]\s|"
    r"\b(?:[Ww]eeks?|[Dd]ay|[Cc]lass|[Gg]rade|Rs\.?|Tk|RM|[KUT]?Sh) (?P<label>\d[\d,.]*\d(?: (?:\w+illion|crore|lakh))?|\d)\b|"
    r"\b(?:[Bb]etween|[Ff]rom) (?P<from>\d{1,4})(?: at \w+)?(?: and | to |-)(?P<till>\d{1,4})"
    rf"(?= (?:at|in the (?:morning|evening|afternoon)|{_MONTH})\b)|"
    r"\b(?:[Bb]etween|[Ff]rom) (?P<year>(?:19|20)\d\d)(?: and | to |-)(?P<last>(?:19|20)\d\d)\b|"
    r"\b[Ff]light (?:[A-Z\d]{2} ?)?(?P<flight>\d{2,4})\b|"
    rf"\bevery (?P<every>\d[\d,]*|{_SMALL})\b(?= (?:of|people|persons|residents|inhabitants|children|births|households)\b|[.,;])|"
    rf"\b(?P<rate>{_SMALL})(?= [\w-]+ (?:for|to|per) every\b)|"
    r"(?i:(?<=s of ))(?P<group>(?i:one|two|three|four|five))(?= (?i:famil|household|clan|tribe|crew|unit)\w*\b)|"
    r"(?<=[sen] )between (?P<young>\d\d?) and (?P<old>\d\d?)(?=[.,;)]| (?:are|were|was|who|have|had|years)\b)|"
    r"\bturn(?:s|ed|ing)? (?P<turned>[1-9]\d?)(?=[.,;]| (?:in|on|this|last|next|when|and)\b)|"
    rf"\b(?P<less>\d[\d,]*|{_SMALL})(?= (?:fewer|less|more|higher|lower) than (?:the|in|last|at|on|any|during|it|had|was|were)\b)|"
    r"\b(?P<house>\d{2,5}) block of\b"
)
"""Each in a group: "his teacher, 34, died", "children under five", "1) Two dead", "in week 9", "between 11 at night and 6"."""

LIST_ITEM = re.compile(r"\s*[(\[]?\d{1,3}[.)]\s")
"""The number of an item at the head of a line."""
