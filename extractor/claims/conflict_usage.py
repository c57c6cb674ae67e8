r"""Further words for what befell people, by how those write who count them; `conflict.py` adds them to `conflict_words.py`.

Origin: the usage of casualty recorders and relief agencies, written down from general knowledge and no text of ours: codebooks of
attacks and armed conflict (fatal injuries, KIA, WIA, MIA), hospital and ambulance reports (needed surgery, overcome by smoke, medevac),
OCHA and UNHCR situation reports (food shortages, require assistance, staying with host families), prisoners' registers (capitulated).
Each was put into a sentence of its own ("12 people …") and added where nothing knew it (tests/checks/usage.txt).
"""

from __future__ import annotations

from extractor.claims.domain import patterns

_ILLS = r"(?:injur(?:y|ies)|wounds?|burns|fractures|gunshot wounds|head injuries|stab wounds)"
_HURT = "(?:legs?|arms?|bones?|ribs?|limbs?|hips?|noses?|jaws?|wrists?|ankles?|collarbones?)"

KILLED = patterns(
    r"""
fatal ILLS; kia; (?:suffer|sustain|receiv)\w* fatal ILLS; blown (?:up|to (?:pieces|bits|shreds)|apart); m(?:own|owed) down;
met (?:their|his|her) (?:end|fate|maker);
claimed by (?:the |a |an )?\w+; (?:paid|pay|paying) (?:\w+ )?with (?:their|his|her) (?:own )?li(?:fe|ves);
torn (?:apart|to (?:pieces|shreds)); pulveri[sz]ed; burn(?:ed|t|ing) (?:\S+ ){1,4}?(?:alive|to death); exhum(?:ed|ing|ations?);
lost at sea; trampled underfoot; (?:did|does) not make it out; no longer alive; lost (?:their|his|her) (?:fight|battle) for life;
cut to pieces; (?:found|discovered) lifeless; euthani[sz]ed
""".replace("ILLS", _ILLS)
)
WOUNDED = patterns(
    r"""
(?:suffer|sustain|receiv)\w* (?:minor |slight |severe |serious )?(?:cuts|bruises|concussions?|sprains|blows); wia; medevac\w*;
casevac\w*; disabled; lost (?:\w+ )?(?:limbs|legs|arms|hands|eyes|fingers);
need(?:s|ed|ing)? (?:\w+ )?(?:surgery|stitches|hospitali[sz]ation|medical (?:treatment|care|attention|help)|amputations?|first aid);
requir(?:e|es|ed|ing) (?:\w+ )?(?:surgery|stitches|hospitali[sz]ation|medical (?:treatment|care|attention)); first aid; splinters;
overcome by (?:\w+ )?(?:smoke|fumes|gas|heat); cut by (?:\w+ )?(?:glass|splinters|debris|shards); paraly[sz]ed; bloodied; tear-?gassed;
(?:broke|broken|breaking|fractured|shattered) (?:\w+ )?HURT; (?:evacuated|flown out|left|lay|survived|escaped) with (?:\w+ )?ILLS;
treated (?:\w+ )?for (?:\w+ )?ILLS; in a (?:serious|critical|grave|stable) state; with (?:\w+ )?(?:shrapnel|gunshot|stab) wounds;
(?:sought|seeking|got|received|receiving) (?:\w+ )?(?:medical )?treatment for (?:\w+ )?ILLS; non-fatal ILLS;
choked on (?:\w+ )?smoke
""".replace("ILLS", _ILLS).replace("HURT", _HURT)
)
CAPTURED = patterns(r"""
(?:raised?|hoist(?:ed)?|show(?:ed|ing)|wav(?:ed|ing)) (?:the |a )?white flags?; capitulat\w*;
(?:hand|turn|g[ai]v)\w* (?:over|up|in) (?:their|his) (?:weapons|arms|guns|rifles); put (?:in|into) (?:prison|jail|cells|custody);
caught(?! (?:the|in|up|by|on|between|fire|out|cholera|measles|\w+ fever)\b); under lock and key; in enemy hands;
(?:made|became) (?:a )?(?:prisoners?|captives?)(?: of war)?
""")
MISSING = patterns(r"""
mia; (?:could|can|have|has)(?: ?not|n[’']t)(?: yet)?(?: been| be)? (?:located|contacted|reached|traced|found|accounted for);
out of (?:contact|touch|reach); forcibly disappeared; enforced disappearances?; entombed; (?:are|is|remain|still) lost; lost at sea;
contact with (?:\S+ ){1,6}?(?:was|has been|is|had been) lost; (?:lost|losing) (?:radio )?contact; not (?:yet )?turned up;
(?:fate|whereabouts) of (?:\S+ ){1,6}?(?:is|are|was|were|remains?) (?:still )?(?:un\w+|not \w+)
""")
ABDUCTED = patterns(r"""
captured by (?:\w+ )?(?:bandits|kidnappers|gunmen|raiders|pirates|traffickers|smugglers|slavers); herded (?:away|off|into); shanghaied;
(?:forced|pushed|shoved|thrown) (?:at gunpoint )?into (?:an?|the|their|two|waiting) (?:\w+ )?(?:vans?|cars?|trucks?|boats?|vehicles?);
press-?gang\w*; held to ransom; hauled (?:away|off); (?:forcibly|forced) (?:recruited|conscripted)
""")
DISPLACED = patterns(r"""
stay(?:s|ing|ed)? with (?:\w+ )?(?:relatives|friends|famil(?:y|ies)|hosts|neighbou?rs);
(?:ordered|told) to (?:leave|evacuate|flee|go|move); oust(?:ed|ing) from;
escap(?:ed|ing) (?:the )?(?:fighting|violence|war|flames|shelling|floods?|clashes|bombing|advance);
(?:can|could)(?: ?not|n[’']t) (?:go|return|come|get) (?:back|home)\w*; (?:not|never) been able to (?:go|return|come) (?:back|home)\w*;
unable to (?:go|return|come) (?:back|home)\w*;
(?:stream|pour|flood|surg|trek|flock|spill)(?:ed|ing|s)? (?:\w+ ){0,2}?(?:across|into|over|out of);
temporar(?:y|ily) (?:housed|accommodated|settled); housed (?:in|at|with);

had to (?:leave|flee|move|go); migrat(?:ed|ing); internally displaced; host famil(?:y|ies); out of their homes;
without (?:homes|shelter|roofs?); bused out; airlifted out; accommodat(?:ed|ing) (?:in|at|with);  driven out; in exile;
asylum seekers?
""")
AFFECTED = patterns(r"""
(?:food|water|fuel|power|medicine|drug) shortages?; requir(?:e|es|ed|ing) (?:\w+ )?(?:assistance|aid|help|food|relief|support|protection);
rel(?:y|ies|ied|ying) on; lack(?:s|ed|ing)?;
(?:lost|losing|ha(?:ve|s|d) no|no|without) (?:running )?(?:power|electricity|water|food|heating|light); under siege;
struggl(?:e|es|ed|ing) to (?:find|get|buy|afford|obtain|feed|eat|survive); went hungry; skipp(?:ed|ing) meals; feverish;
fac(?:e|es|ed|ing) (?:\w+ )?(?:hunger|famine|starvation|shortages|food insecurity|malnutrition|drought); epidemics?;
cut (?:the )?(?:power|electricity|water|gas) to; sickened
""")
SUBJECT = patterns(r"""
met (?:their|his|her) .*; (?:paid|pay) .*; lost (?:\w+ )?(?:limbs|legs|arms|hands|eyes|fingers|power|electricity|water); need\w* .*;
requir\w* .*; broke .*; rel(?:y|ies|ied) on; lack(?:s|ed)?; ha(?:ve|s|d) no .*; struggl\w* to .*; fac(?:e|es|ed) .*; capitulated;
(?:raised?|hoist\w*|show\w*|wav\w*) .*flags?; (?:hand|turn|g[ai]v)\w* (?:over|up|in) their .*; (?:are|is|remain|still) lost; mia; kia;
wia; (?:could|can|have|has).* not .*; (?:could|can|have|has)(?:n[’']t|not) .*; out of .*; escap\w* .*; unable .*; not been able .*;
had to .*; migrated; (?:stream|pour|flood|surg|trek|flock|spill)(?:ed)? .*; under siege; went hungry; no longer alive;
(?:lay|left|survived|escaped) with .*; sought .*; received .*; got .*; became .*; stay\w* with .*; bloodied; paraly[sz]ed
""")
SURE = patterns(
    r"""
fatal ILLS; kia; wia; mia; enforced disappearances?; forcibly disappeared; internally displaced
""".replace("ILLS", _ILLS)
)
