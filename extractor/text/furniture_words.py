"""How page furniture is worded: patterns for one block at a time, for pages in English. No outlet's or person's name is in them."""

from __future__ import annotations

import re

_NAME = r"(?-i:[A-Z][\w’'-]+(?:\s+(?:[A-Z][\w’'.-]*|de|van|von|al|bin|den|der|la|el)){1,4})"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_CLOCK = r"(?:\d{1,2}[:.h]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{2,5})?|\d{1,2}\s*[ap]\.?m\.?)"
_DATE = (
    rf"(?:(?:{_WEEKDAY},?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?)(?:,?\s+\d{{4}})?"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d{2}-\d{2})"
)
_ROLE = (
    r"(?:reporter|editor|journalist|correspondent|columnist|contributor|producer|photographer|anchor|commentator|critic|"
    r"staff writer|writer|author|bureau chief|news desk|newsroom)"
)
_PLACE = r"[\w.'’()& ]{2,60}"
_MARK = r"\s*[,|·•–—-]\s*"
_SERVICE = r"(?:share|tweet|e-?mail|print|save|copy(?: link)?|facebook|twitter|whatsapp|telegram|linkedin|x|reddit|pocket)"


def _lines(*alternatives: str) -> re.Pattern[str]:
    """A pattern for a whole block."""
    return re.compile(rf"\W*(?:{'|'.join(alternatives)})\W*", re.IGNORECASE)


PROMPT = _lines(
    r"skip to (?:main )?(?:content|navigation)|edit post|article image|avatar|image|photo|video|loading|menu|search|home|close|live",
    r"(?:read|show|see|load|view|watch|learn|find out) (?:more|all|less|entire article|full (?:article|story)|on|next)"
    r"(?: (?:here|stories|news|articles))?",
    rf"{_SERVICE}(?:[\s|/·,]+{_SERVICE})*|(?:share|listen|follow) (?:(?:to )?this|us|live|along|our|via|with)\b.{{0,120}}",
    r"(?:show|view) (?:key events|comments?)\b.{0,20}|please (?:turn on|enable) javascript.{0,60}",
    r"(?:\d+ )?comments?(?: are closed.{0,40})?",
    r"was this (?:page|article) (?:useful|helpful).{0,40}|this audio (?:is|was) (?:created|generated).{0,60}",
    r"\* ?indicates required|(?:please,? )?enter (?:a |your )?(?:correct |valid )?e-?mail.{0,50}|your e-?mail address.{0,40}",
    r"(?:subscribe|sign up|sign in|log in|donate|join us|become a member|support us|give (?:today|now|monthly))(?:[ !:.,].{0,150})?",
    r"success\w* subscribed.{0,80}|thank you for (?:signing|subscribing).{0,160}|(?:we['’]ve|we have) sent you .{0,80}",
    r"get .{1,60} in your inbox.{0,80}|already a (?:subscriber|member)\b.{0,60}|to unsubscribe\b.{0,80}|reuse this content",
    r"(?:advertis(?:e)?ments?|sponsored|promoted)(?: content| ?:.{0,120})?|(?:topics?|tags?|filed under|categories)(?: ?:.{0,200})?",
    r"how to cite\b.*|to advertise (?:here|with)\b.{0,120}|for advert\w* .{0,120}|note to editors ?:\D{0,200}|for immediate release",
    r"(?:contacts?|press (?:contact|office|duty officer)|media (?:contact|enquiries|inquiries)|for (?:more|further) information)\b"
    r".{0,160}(?:\btel\b|@|\d{3}|www\.|https?:).{0,80}",
    r"next (?:summary|update|briefing|bulletin) ?:.{0,60}|-\s?30\s?-|cookies?|privacy policy|terms (?:of use|and conditions)",
    r"(?:give|gift|print|share|save|bookmark|copy)(?: this| the| full)? (?:article|story|page|post|link)s?(?: copied)?|copied"
    r"|back to top|up next",
    r"(?:[\d.,]+\s?[km]? )(?:shares?|likes?|views?|retweets?|reactions?)|(?:play|watch|pause|mute)(?: the)? (?:video|audio|now|clip)",
    r"\d{1,2}:\d{2} ?/ ?\d{1,2}:\d{2}|reading time ?:.{0,20}|report an (?:error|issue)|(?:suggest|request) a correction",
    r"(?:article|story) continues (?:below|after).{0,40}|(?:advertisement|ad)\b.{0,4}(?:continue|scroll|skip).{0,40}",
    r"skip (?:past|advert|ad|to)\b.{0,40}|(?:after|before) newsletter promotion|(?:sponsored|promoted|paid|partner) (?:stories|posts"
    r"|links|content)",
    r"don['’]t miss (?:out|a)\b.{0,120}|by (?:signing up|subscribing|registering|entering|clicking)\b.{0,200}",
    r"allow .{2,40} content ?\?|this (?:article|page|post) contains (?:content|posts?|media)\b.{0,200}|view (?:this|the) \w+ on \w+",
    r"a post shared by\b.{0,80}|this (?:video|audio|content|page) (?:can ?not|could not|is not|isn['’]t) (?:be )?\w+.{0,60}",
    r"to (?:play|view|watch|see|read|hear) this\b.{0,100}|@\w{3,30}|(?:have|got) (?:a|any) (?:tip|story|news|question|view"
    r"|feedback)s?\b.{0,120}",
    r"(?:contact us|about(?: us)?|careers?|privacy|terms|accessibility|help|jobs|sitemap|rss|faq|imprint|advertise)"
    r"(?:\s*[|·•/,]\s*(?:contact us|about(?: us)?|careers?|privacy|terms|accessibility|help|jobs|sitemap|rss|faq|imprint|advertise))+",
)
"""What a page asks its reader to do: read on, subscribe, share, log in."""

PROMOTION = re.compile(
    r"\b(?:subscri\w+|newsletters?|sign(?:ing)? up|inbox|merch\w*|shop|gifts?|discounts?|collection|donat\w+|members?(?:hip)?|free trial|"
    r"support (?:us|our|independent)|join our|our (?:channel|app|podcast|readers|journalism|work)|follow us|free to read|advert\w*|"
    r"on all platforms|download|explore|stay (?:warm|tuned|informed)|exclusive offers?|[£$€]\d+ a month|"
    r"\d+ (?:crowns|dollars|euros|pounds) (?:a|per) \w+)\b",
    re.IGNORECASE,
)
"""Words of advertising: two different ones in a short block that speaks to its reader make a banner."""
TO_THE_READER = re.compile(r"[!oOuUyY](?:(?<=!)|(?<!\w\w)(?:(?<=[oO])[uU][rR]|(?<=[uU])[sS]|(?<=[yY])[oO][uU][rR]?)\b)")
"""Our, us, you, your or an exclamation mark; begun with one set of signs, so that the scan skips from sign to sign."""

BOILERPLATE = _lines(
    r"(?:additional |further )?(?:reporting|editing|writing|translation|compiled|edited|translated"
    r"|photography) (?:and \w+ )?by (?-i:[A-Z])"
    r".{0,300}",
    r"(?:with )?(?:additional )?reporting from\b.{0,200}|with (?:agencies|additional reporting).{0,80}",
    r"(?:the )?[\w.'’ -]{2,60} (?:contributed to this (?:report|article|story)|reported from [\w.,'’ -]+)(?: from [\w., ]+)?",
    r"(?:copyright\b|©|c\) ?\d{4}).{0,300}|all rights reserved.{0,200}|this material may not be .{0,200}|our standards ?:.{0,150}",
    r"this (?:article|story) (?:was|is|has been) (?:(?:first|originally) )?(?:published|produced|generated|syndicated)\b.{0,200}",
    r"(?:the )?(?:opinions|views) (?:expressed )?(?:here|above|in|on|of|expressed).{0,250}|translated by\b.{0,200}",
    r"the (?:editors|editorial (?:office|board)|redaction|publisher) (?:do|does|is|are|accepts?|bears?|carr(?:y|ies))(?:n['’]t| not"
    r"| no)\b"
    r".{0,200}",
    r"(?:source|via) ?: ?\S.{0,60}|_+",
    r"with (?:files?|material|inputs?|reporting|information) (?:from|by)\b.{0,120}|(?:this|the) (?:story|article|report|post"
    r"|page) (?:has been|was)"
    r" (?:updated|corrected|amended|edited)\b[^.\d]{0,120}",
    r"a version of this (?:article|story)\b.{0,200}",
)
"""What agencies and publishers put under everything they print."""

BYLINE = _lines(
    rf"(?:(?:words|text|story|report)s?(?: by| ?:)|by) (?-i:[A-Z“]).{{0,140}}|{_NAME}(?-i: in (?=[A-Z])){_PLACE}(?:(?:,| and"
    rf"|;) {_NAME}(?-i: in (?=[A-Z])){_PLACE}){{1,3}}|from {_NAME}(?:,? (?:in )?{_PLACE})?|agencies in [\w ,]+",
    r"(?:\d+|an?|one) (?:second|minute|min|hour|hr|day|week|month|year)s? ago(?:\s+\d+)?",
    r"(?:last )?(?:updated|published|posted|modified|first published)\b"
    rf"(?:\s*(?:\d+|an?|one) (?:minute|min|hour|hr|day|week)s? ago|[\s:,|·–—()-]|{_DATE}|{_CLOCK}|\d{{4}}|at\b|on\b|updated|published)*",
    r"(?:(?:news|senior|staff|chief|deputy|managing|foreign|defen[cs]e|war|political|special|executive|associate|assistant"
    r"|world)\s+){0,3}"
    rf"{_ROLE}(?:(?:,|\s+(?:at|for|in))\s+[\w &'’.-]{{2,40}})?",
    rf"{_NAME},\s(?:[\w-]+\s){{0,4}}{_ROLE}",
)
"""Who wrote it and when."""
DATED = re.compile(
    r"(?=\D*\d)\W*(?:"  # most lines have no digit at all
    rf"(?:[^.!?]{{0,80}}{_MARK})?\d{{1,2}}\s*-?\s*min(?:ute)?s?\.? read(?:ing time)?"
    rf"|{_CLOCK}(?:[\s,|–—-]+{_DATE})?(?:\s+[A-Z]{{2,5}})?"
    rf"|(?:{_PLACE}{_MARK}){{0,3}}{_DATE}(?:[\s,|·•–—-]+(?:at\s+)?{_CLOCK})?(?:\s+[A-Z]{{2,4}})?(?:{_MARK}(?:[^\W\d]|[ '’.])+)?"
    r")\W*",
    re.IGNORECASE,
)
"""The same where it is a date or a time that says so."""

CAPTION = re.compile(
    r"(?:photo(?:graph)?s? (?:for|by|from|of|courtesy)|(?:file|illustrative) (?:photo|image)|photo illustration|pictured\s*[:,]|"
    r"image (?:source|caption),|screen(?:shot|grab)\b|(?:photo|image|picture|credit|caption|photograph|graphic|map)\s*:|file\s*[-–—:]"
    r"|a (?:file|handout) (?:photo|image|picture))",
    re.IGNORECASE,
)
"""How captions begin."""

CREDIT = re.compile(
    r"(?:[.!?…”\"]\s*|^)\((?=[^()]{3,90}\)$)[^()]*(?:/|\bvia\b|\bphotos?\b|\bimages?\b|\bpictures?\b|\bhandout\b|\bcourtesy\b|"
    r"\bscreen(?:shot|grab)\b|\bfile\b|\barchive\b|\bvideo\b|\bpress service\b)[^()]*\)$"
    r"|(?:\s|^)(?:photo|photograph|picture|image|credit|©)s?\s*(?:by|:|©)\s*[A-Z][\w.'’/& -]{2,60}$"
    r"|(?:[.…!?”\"]|\d)\s+(?:[A-Z][\w.'’-]+ ){0,3}?[A-Z][\w.'’-]*/[A-Z][\w/ .'’-]{1,40}(?<![.!?])$"
    r"|[\[(](?:file\s*:\s*)?(?-i:[A-Z])[\w.'’-]+(?: [\w.'’-]+){0,3}/(?-i:[A-Z])[\w/ .'’-]{1,40}[\])]$"
    r"|\b(?:screen ?(?:shot|grab)|still|frame)s? (?:from|of) .{0,40}\bvideo\b[^.]{0,60}$",
    re.IGNORECASE,
)
"""How captions end: with who took the picture."""
CREDIT_WORDS = ("photo", "picture", "image", "credit", "©", "screen", "still", "frame")

ARCHIVE = re.compile(
    r"\b(?:archiv(?:e|al)|file (?:photo|image|picture|footage)|file\s*[-–—:]|illustrati(?:ve|on)|undated|stock (?:photo|image))\b",
    re.IGNORECASE,
)
"""A picture that does not show the story's own event."""

LIST_OPENER = _lines(
    r"(?:also|read|see) (?:also|read|see|on|more|next|this|these)|read on the theme|what to read next|don['’]t miss",
    r"related(?: (?:stories|articles|news|topics|content|coverage|links))?|recommended(?: (?:for you|stories|reading))?",
    r"(?:most|top|best) (?:viewed|read|popular|shared|stories|commented|recent)|trending(?: now)?|popular|editors?['’]?s?['’]? picks?",
    r"you (?:may|might) (?:also )?(?:like|be interested in)(?: also)?|more (?:from|on|about) .{1,60}|more (?:news|stories|headlines)",
    r"(?:in )?other news|also in the news|elsewhere|latest(?: (?:news|stories|headlines|updates))?|news ?feed|news in brief|notices"
    r"|classifieds",
    r"around the web|from our partners",
)
"""Headings of lists of other stories."""

FEED_OPENER = _lines(
    r"news ?feed|latest(?: (?:news|stories|headlines|updates))?|more (?:news|stories|headlines)|(?:in )?other news",
)
"""Headings of lists that hold whole paragraphs of other stories."""

LINE_TEASER = re.compile(
    r"\W*(?:(?:also|read|see)[ -](?:also|read|see|more|next|on(?: the theme)?)|read|related(?: (?:story|article|news))?|trending"
    r"|top stories"
    r"|more(?: on this| \w+)?|recommended|don['’]t miss|watch|explainer)\s*[:|›»>]\s*\S",
    re.IGNORECASE,
)
"""One line that names another story."""

BIOGRAPHY = re.compile(
    rf"\bis (?:an?|the|[\w.’' ]{{2,40}}['’]s)\b[^.]{{0,120}}\b(?:{_ROLE}|fellow|analyst|lecturer|professor|researcher)\b"
    r"|\b(?:based in|is the author of|teaches \w+|views expressed are (?:her|his|their) own|previously (?:worked|reported|served)|career|"
    r"(?:has|have) (?:covered|reviewed|written (?:for|about)|reported (?:for|from|on)|worked (?:for|at|as))|"
    r"(?:she|he|they) (?:joined|covers|writes|reports|teaches|studied|holds|graduated|previously|began))\b",
    re.IGNORECASE,
)
"""What is said of an author: one of these for the name on a byline, two for another."""
BIOGRAPHY_WORDS = (
    *("reporter", "editor", "journalist", "correspondent", "columnist", "contributor", "producer", "photographer", "anchor", "commentator"),
    *("critic", "writer", "author", "bureau chief", "news desk", "newsroom", "fellow", "analyst", "lecturer", "professor", "researcher"),
    *("based in", "teaches ", "views expressed", "previously", "career"),
    *(f"{have} {done}" for have in ("has", "have") for done in ("covered", "reviewed", "written", "reported", "worked")),
    *(f"{who} {does}" for who in ("he", "they") for does in ("joined", "covers", "writes", "reports", "teaches", "studied", "holds")),
    *(f"{who} {did}" for who in ("he", "they") for did in ("graduated", "began")),
)
"""One of them is in whatever the pattern matches: most paragraphs have none."""
NAME = re.compile(_NAME)
"""A line that may be somebody's name and nothing else."""
NAMES = re.compile(r"(?!(?:By|From|Words|The|And|Updated|Published)\b)[A-Z][\w’'-]+(?:\s+[A-Z][\w’'.-]*){1,3}")
"""Names of two to four words inside a line."""
