"""The words of the conflict domain, in English: what supports each value, how it takes a number, and what is counted.

Patterns are lower case, matched as whole words; they are separated by semicolons. Data only: `conflict.py` puts them to use.
"""

from __future__ import annotations

from extractor.claims.domain import patterns

_HOSPITALS = (
    r"(?:hospitals?|clinics?|infirmar(?:y|ies)|sanatori(?:um|a)|"
    r"(?:medical|health|trauma|treatment) (?:cent(?:re|er)|college|facilit|unit|post)\w*|burns? units?|"
    r"intensive care|emergency rooms?|icus?)"
)
"""Where the hurt and the sick are treated: WordNet 3.0, hyponyms of hospital 1 and medical building 1, and what India calls them."""
KILLED = patterns(r"""
(?:landslides?|mudslides?|avalanches?|rockfalls?|slides?|collapse|debris|rubble|mud|snow|earth) (?:\w+ )?buried;
buried (?:\S+ ){0,4}?(?:under|beneath|in|by) (?:\S+ ){0,3}?(?:landslides?|mudslides?|avalanches?|rubble|debris|mud|snow|collapse);
(?:paid|pay|made) (?:\w+ ){0,2}(?:supreme|ultimate) (?:price|sacrifice); strangl\w*; throttled; bludgeon\w*; stoned; burned to death;
sent to (?:hell|their (?:deaths?|graves?)); firing squads?;
los(?:t|e|ing) (?:\S+ ){0,4}?(?:souls|people|villagers|residents|neighbou?rs|crews?|pupils|workers|miners|passengers);
(?:gave|given|giving|laid down|sacrificed) (?:up )?(?:their|his|her) (?:own )?(?:lives|life); wiped out;
sho(?:t|ot|oting) down;
(?:none|not one|no one|nobody) (?:\S+ ){0,6}?(?:survived|alive|survives?);
los(?:t|ing|es?) (?:\S+ ){1,2}?(?:wife|wives|husbands?|sons?|daughters?|child(?:ren)?|parents?|mothers?|fathers?);
los(?:t|ing|es?) (?:\S+ ){1,2}?(?:brothers?|sisters?|siblings);
los(?:t|ing|es?) (?:\S+ ){1,2}?(?:cousins?|nephews?|nieces?|uncles?|aunts?|grand\w+|relatives|friends?|colleagues?|comrades);
(?:without|no|showed no) vital signs; last rites; (?:human|his|her|their|the|skeletal) remains; skeletons?; put to death; brain dead;
body bags?; gallows; incinerat\w*; (?:did|does|could) not make it; (?:slit|cut) the throats? of;
(?:went|gone|going) down with (?:the|his|her|their) \w+; bled out; shot and killed; claimed (?:its|his|her) \w+ victims?;
never (?:woke|regained) \w+; buried; bury(?:ing)?; (?:could|can) not save; not alive; death count; dead bodies;
(?:could|can) not be (?:saved|revived|resuscitated); starv(?:ed|ing)(?: to death)?; f[ae]ll(?:en)? to \w+ (?:bullets|fire); coffins?;
cost(?:ing|s)? (?:\S+ ){1,7}?(?:their|his|her) (?:lives|life); (?:did|do|does|could|would) not survive; no survivors; laid to rest;
mass graves?; (?:found|confirmed|declared|pronounced|presumed) dead; dead on arrival; swept away; crosses; stabbed; hacked; trampled;
crushed; widow(?:ed|s); orphan\w*; mortality; obituar(?:y|ies); (?:fatally|mortally) \w+; shot dead; (?:gunned|mowed) down;
(?:burn(?:ed|t)|buried) alive; \w+ to death; laid down (?:their|his|her) (?:lives|life);
(?:los[et]|losing|claim(?:ed|ing|s)?|cost(?:ing|s)?|t(?:ook|ake[ns]?|aking))(?: \S+){1,4}? (?:lives|life);
(?:loss of|lost) (?:human )?(?:lives|life); loss(?:es)? of (?:\S+ ){1,3}?(?:lives|life); g[ai]ve up the ghost; given up the ghost;
pass(?:ed|ing) (?:away|on)(?! \w+ to); fell; tolls?; victims?; shot; graves?; widows?; lives (?:were |have been |had been )?lost;
(?:blew|blown) (?:themselves|himself|herself) up;
f[ae]ll(?:en)? in (?:battle|combat|action|fighting|the (?:line|performance|fighting|battle|course)); death tolls?;
(?:wip(?:ed?|es|ing)|took|taken|take) (?:\w+ ){0,3}?out; kill(?:s|ed|ing|ings)?; dead; deaths?; die[sd]?; dying; deadl(?:y|iest|ier);
fatal(?:ity|ities|ly)?; lethal; slain; slay\w*; slew; slaughter\w*; massacr\w*; murder\w*; homicides?; assassinat\w*;
execut(?:ed|ing|ions?); perish\w*; martyr\w*; succumb\w*; annihilat\w*; liquidat\w*; eliminat\w*; neutrali[sz]\w*; destroy\w*;
bod(?:y|ies); corpses?; burials?; funerals?; drown\w*; behead\w*; decapitat\w*; hanged; lynch\w*; suffocat\w*; asphyxiat\w*;
electrocut\w*; suicides?; deceased; lifeless; fallen; morgues?
""")
WOUNDED = patterns(
    r"""
sanitary losses; amputat\w*; frostbit\w*; concuss\w*; under treatment; in a coma; clubbed; mauled; gored;
lost (?:\S+ )?(?:fingers|toes|eyesight); (?:being|were|was|are|be) treated; to (?:\w+ ){0,2}?HOSPITALS; laid up; winged;
limp\w*; bleeding; bled; bandag\w*; convalesc\w*; nursing (?:\w+ )?(?:injuries|wounds); wheelchairs?; sustained \w+; graz(?:ed|es?);
scratch\w*; sprain\w*; dislocat\w*; cuts; stitch\w*; lost consciousness; (?:un|semi-)conscious; traumati[sz]ed;
(?:battl\w+|fight\w*|struggl\w+|clinging) (?:for|to) (?:(?:his|her|their) )?(?:life|lives);
on (?:a )?(?:ventilators?|oxygen|life support)\w*; mistreat\w*; ill-treat\w*; tortur\w*; flogg\w*; whipp\w*; lashed; roughed up;
assaulted; bitten; in (?:a )?(?:\w+ )?hospitals?;
(?:ferried|airlifted|flown|moved|shifted|sent|referred|transferred|transported|carried) to (?:\w+ ){0,3}?HOSPITALS;
inhal(?:ed|ing) (?:\w+ )?(?:smoke|gas|fumes); (?:hit|struck) (?:four|\S+) \w+ in the (?:head|chest|legs?|arms?|back|face|eye);
lost (?:an?|one) (?:leg|arm|eye|hand); losing (?:an?|one) \w+; bruis\w*; lacerat\w*; broke (?:an?|his|her|their) \w+; knocked unconscious;
(?:smoke|gas) inhalation; crippl\w*; stabbed; beaten; trampled; crushed; intensive care; operated on; surger(?:y|ies); fractures?;
shrapnel; gunshot\w*; scald\w*; blinded; stretchers?; in (?:a )?critical \w+; patients?; bullets?;
(?:taken|brought|admitted|evacuated|rushed) to (?:\w+ ){0,3}?HOSPITALS;
(?:be|been|being|was|were|are) admitted; treated (?:for|in|at); (?:critical|serious|grave|stable) condition;
lost (?:an?|one|his|her|their|both|two) (?:legs?|arms?|limbs?|hands?|foot|feet|eyes?|sight); (?:hit|struck) by; shot;
treat(?:ed|ing) (?:\S+ ){1,5}?for; broken (?:\w+ )?(?:legs?|arms?|bones?|ribs?|limbs?);
medical (?:help|care|treatment|attention|assistance); wound(?:s|ed|ing|ings)?; injur(?:e|ed|es|ing|y|ies); hurt(?:s|ing)?; maim\w*;
hospitali[sz]\w*; amput\w*; disfigur\w*; mutilat\w*; burns
""".replace("HOSPITALS", _HOSPITALS)
)
CAPTURED = patterns(r"""
jail(?:ed|s|ing)?; gaol\w*; behind bars; remanded; let go; taken to police; police stations?; death row; firing squads?;
(?:gave|given|giving) up; (?:exchang|swapp)\w* prisoners; convicted; jailed; sentenced; charged; nicked; swept up;
(?:police |prison )?cells?; re-?arrest\w*; assisting (?:\w+ )?(?:with|in) (?:\w+ )?inquir\w+; nabbed; remand\w*; lock(?:ed|ing) up;
interned; in detention; paraded; inmates?; convicts?; (?:hand|turn)(?:ed|ing) (?:themselves|himself|herself) (?:in|over); netted;
under arrest; h[eo]ld(?:s|ing)?; (?:marched|led|taken|dragged) (?:off|away); detainees?; jail\w*; handcuff\w*; round(?:ed|ing) up;
in captivity; taken; being held; h[eo]ld(?:ing)? (?:him|her|them); f[ae]ll(?:en|s|ing)? into (?:\S+ ){0,3}?(?:hands|captivity);
tak(?:en|ing|es?) (?:alive|prisoners?|captive|into custody); took (?:\S+ ){0,5}?(?:alive|prisoners?|captive); in custody;
laid down (?:their|his|her) (?:arms|weapons); (?:gave|given|giving) (?:themselves|himself|herself) up; (?:re-?)?captur\w*; prisoners?;
pows?; captives?; captivity; surrender\w*; detain\w*; detentions?; arrest\w*; imprison\w*; apprehend\w*; intern(?:ed|ing); custody;
seiz(?:ed|ing|es?)
""")
MISSING = patterns(r"""
(?:landslides?|mudslides?|avalanches?|rockfalls?|slides?|collapse|debris|rubble|mud|snow|earth) (?:\w+ )?buried;
buried (?:\S+ ){0,4}?(?:under|beneath|in|by) (?:\S+ ){0,3}?(?:landslides?|mudslides?|avalanches?|rubble|debris|mud|snow|collapse);
(?:did|do|have|has|had) not (?:yet )?(?:return|come back|come home|surface)\w*; last seen; overboard; still (?:down|up|out) there;
no trace; (?:look|search|hunt)(?:s|ed|ing)? for; none (?:\w+ ){0,3}?(?:has|have|had) been found;
 los(?:t|e|ing) (?:all )?(?:touch|contact) with; unheard of; failed to (?:return|arrive|come \w+); overdue;
gone from (?:the|his|her|their|our|its)(?! (?:toll|count|figure)); (?:nobody|no one) has (?:heard|seen)\w*;
(?:not|never) (?:been )?(?:heard (?:from|of)|come (?:home|back)|came (?:home|back)|returned?|seen (?:since|again)|accounted for);
no contact; still inside; gone missing; whereabouts (?:are|is|remain) unknown; lost without trace;
(?:believed|feared|presumed|reported) lost; nowhere to be found; (?:under|beneath|in) the (?:mud|snow|water|debris|ground); adrift;
not (?:yet )?been (?:found|traced|located|identified|seen);
(?:under|beneath|in) (?:the )?(?:rubble|debris|ruins|wreckage|mud|snow|collapsed \w+); underground; never (?:came|come) (?:back|home);
swept away; (?:never|not) (?:\w+ )?(?:returned|come back|came back|heard (?:of|from)); lost at sea; traced; fugitives?; buried under;
unidentified; unaccounted for; yet to (?:be (?:accounted for|found|traced|located)|come home|return);
(?:not|nobody|never|yet) (?:\w+ ){0,2}?found; being sought; failed to return; lost contact;
not (?:been )?(?:found|seen|returned); no (?:word|news|trace); missing; disappear\w*; vanish\w*; whereabouts; trapped
""")
ABDUCTED = patterns(r"""
carr(?:ied|ying) off; captors?; kidnappers?; abductors?; hijack\w*; at gunpoint; led (?:away|off);
(?:took|taken|take|taking|carried|carrying) (?:\S+ ){0,6}?(?:away|off|captive|hostage); in (?:their|his) hands; ransom\w*;
(?:marched|drove|driven) (?:\S+ ){1,6}?(?:away|off|into the \w+); (?:dragged|hauled|bundled) (?:from|out|away|off|into); spirited away;
frogmarched; (?:marched|whisked|led|driven|taken) (?:off|away); h[eo]ld(?:s|ing)?; march(?:ed|ing) (?:off|away);
bundled (?:in|off|away)\w*; in captivity; captivity; hostage-tak\w+; h[eo]ld(?:ing)? (?:him|her|them);
(?:taken|led|dragged|carried|driven|whisk(?:ed|ing)?) (?:away|off); being held; held (?:captive|hostage); still with; taken;
yet to (?:come home|return); forcibly \w+; taken hostage; abduct\w*; kidnap\w*; hostages?; snatch\w*; seiz(?:ed|ing|es?); deport\w*;
captives?
""")
DISPLACED = patterns(r"""
(?:forc|oblig|compell|order)\w* (?:\S+ ){1,6}?to (?:leave|flee|move|quit|get out); under (?:the )?(?:trees|canvas|tarpaulins?);
cross(?:ed|ing) the (?:river|frontier|line|bridge|mountains?); lodg(?:ed|ing) (?:in|at|with|by); billet\w*;
(?:sleep|slept|camp|stay|shelter|crowd|huddl)\w* in; encamped; new arrivals; expell\w*; expulsions?; left homeless; took flight;
running from; (?:moved|moving) (?:away|out|on|to safety);
(?:driven|drove|driving|forced|forcing|chased|chasing|uprooted) (?:\S+ ){1,6}?(?:from|out of) (?:their|his|her) \w+;
abandon(?:ed|ing)? (?:their|his|her) \w+; in the open; sleep(?:ing)? rough; evacuation (?:cent(?:re|er)s?|camps?); put up in;
(?:took|taken|fled) to the (?:bush|hills|forest|mountains|streets); dislocat\w+; emptied; on the move; roofless;
(?:left|leave|leaving) (?:the )?(?:town|city|area|village|region); drove (?:\S+ ){1,4}?from (?:their|his|her) \w+;
(?:tent|temporary) (?:camps?|shelters?|settlements?); without (?:a )?(?:roof|home|shelter)s?(?: over (?:their|his|her) heads?)?;
le(?:ft|ave|aving) \S+ (?:since|after|for good); evacuees?; (?:relief|displacement|refugee|transit) camps?; tents;
arriv(?:ed|als|ing|es?); returnees; host(?:s|ed|ing); uproot\w*; marooned; driven from; moved (?:to|out|into); rehous\w*; camp beds?;
outdoors; left for; (?:live|living|sle[ep]\w+) in tents; (?:forced|driven|expelled|moved) (?:out|from|to);
(?:left|lost|losing|abandon\w*|leav(?:e|ing)) (?:their|his|her) homes?;
(?:seek(?:ing)?|sought|found|find(?:ing)?|t(?:ook|ak\w+)) (?:refuge|shelter); cross(?:ed|ing) (?:into|over|the border); displac\w*;
fle(?:e|es|d|eing); evacuat\w*; refugees?; idps?; homeless\w*; exodus; evict\w*; deport\w*; relocat\w*; resettl\w*; shelter\w*
""")
AFFECTED = patterns(r"""
under (?:\w+ )?treatment; (?:moved|taken|transferred|admitted) to intensive care;
(?:being|were|was|are|be) treated; (?:ipc )?phase (?:3|4|5|three|four|five); emergency; crisis levels?; laid low; go(?:es|ing)? without;
in distress; on rations; in (?:dire |urgent |acute )?need;
(?:lost|los(?:es?|ing)) (?:their|his|her) (?:crops?|livelihoods?|jobs?|harvest); under observation; quarantin\w*; in isolation; isolated;
underweight; stunted; thirst\w*; without (?:\w+ )?(?:water|power|food|light|gas|heating);
on (?:a )?(?:ventilators?|oxygen|life support)\w*; symptoms?; positive; in quarantine; drought-hit; food (?:aid|assistance|insecurity);
patients? admitted; (?:f[ae]ll(?:en|s|ing)?|t(?:ook|ake[ns]?)) (?:ill|sick); marooned; infections?; cholera; dehydrat\w*; starving;
rations?; depend(?:s|ed|ing|ent)? on; acute\w*; wast(?:ed|ing); hit by; impacted; contaminat\w*; cut off from; hospitali[sz]\w*; outbreak;
mortality; treated (?:for|in|at); (?:be|been|being|was|were|are) admitted; treat(?:ed|ing) (?:\S+ ){1,5}?for; (?:in|of) need; in want;
at risk; cut off; tested positive; short of; no access; without (?:access|power|(?:\w+ )?water|electricity|heat\w*|food|gas|medic\w*);
affect\w*; infect\w*; ill; illness(?:es)?; sick\w*; cases?; diagnos\w*; contract(?:ed|ing); hungry; hunger; starv\w*; malnourish\w*;
malnutrition; undernourish\w*; famine; needs?; needed; needing; food[- ]insecur\w*; strand\w*; trapped; poison\w*; exposed; exposure;
suffer(?:s|ed|ing)?; patients?; besieged; (?:disaster|flood|storm|quake|earthquake|drought|fire|cyclone|poison\w*) victims
""")
UNSPECIFIED = patterns(r"""
(?:put |knocked |taken )?out of action; (?:knocked|taken|took|take) (?:\w+ ){0,3}?out; casualt(?:y|ies); loss(?:es)?; los(?:t|es?|ing);
irrecoverable; irretrievable; tolls?; victims?; harm(?:ed|ing|s)?; disabled; decimat\w*; neutrali[sz]\w*; eliminat\w*; destroy\w*
""")
OUTCOME_SURE = patterns(r"""
kill\w*; dead; die[ds]?; dying; deaths?(?: tolls?)?; slain; murder\w*; fatalit\w+; perished; massacr\w+; corpses; drown\w*; shot dead;
lost (?:their|his|her) (?:lives|life); execut(?:ed|ing); assassinat\w*; wound\w*; injur\w*; hurt; captur\w*; detain(?:ed|ing);
arrest(?:ed|s|ing)?; (?:taken )?prisoners?; missing; disappear\w*; vanish\w*; unaccounted for; abduct\w*; kidnap\w*; (?:taken )?hostages?;
displac\w*; homeless; evacuat\w*; fle(?:d|e|eing); refugees?; infect\w*; sick\w*; f[ae]ll\w* ill; malnourish\w*; cases; casualt\w+;
losses
""")
OUTCOME_LOOSE = patterns(
    r"""
(?:landslides?|mudslides?|avalanches?|rockfalls?|slides?|collapse|debris|rubble|mud|snow|earth) (?:\w+ )?buried;
buried (?:\S+ ){0,4}?(?:under|beneath|in|by) (?:\S+ ){0,3}?(?:landslides?|mudslides?|avalanches?|rubble|debris|mud|snow|collapse);
strangl\w*; throttled; bludgeon\w*; stoned; burned to death; sent to (?:hell|their \w+); firing squads?; amputat\w*; frostbit\w*;
concuss\w*; under (?:treatment|(?:the )?(?:trees|canvas|tarp\w+)); in a coma; clubbed; mauled; gored; jail\w*; gaol\w*; behind bars;
remanded; let go; taken to police; police stations?; death row; (?:did|do|have|has|had) not (?:yet )?(?:return|come|surface).*; last seen;
overboard; still \w+ there; captors?; kidnappers?; abductors?; hijack\w*; at gunpoint; led (?:away|off);
(?:forc|oblig|compell|order)\w* .*; cross(?:ed|ing) the \w+; lodg(?:ed|ing); billet\w*; to .*HOSPITALS; emergency;
sustained \w+; charged; sentenced; convicted; go\w* without; crisis levels?; (?:stay|shelter)\w* in; emptied; ransom\w*;
(?:ipc )?phase .*; (?:moved|moving) .*; cells?; cuts; bitten; paraded; isolated; positive; patients? admitted; put up in; .*temporary .*;
in custody; in captivity; h[eo]ld(?:s|ing)?; (?:under|beneath|in) (?:the )?(?:rubble|debris|ruins|wreckage|mud|snow|collapsed \w+);
underground; crosses; mass graves?; stabbed; hacked; beaten; trampled; crushed; widowed; orphan\w*; mortality; shrapnel; gunshot\w*;
stretchers?; surger\w+; fugitives?; traced; buried under; unidentified; tents; .* camps?; arriv\w+; return\w+; host\w*; cholera; rations?;
depend\w* on; acute\w*; outbreak; intensive care; handcuff\w*; hit by; patients; laid to rest; obituar\w+; bullets?; patients?;
camp beds?; left for; being held; shot; graves?; widows?; taken; still with;
victims?; deadl\w+; lethal; fatal; body;
buried; burials?; funerals?; morgues?; whereabouts; trapped; suffer\w*; shelter\w*; medical \w+; (?:hit|struck) by; no \w+; not .*;
.*condition; exposed; exposure; harm\w*; at risk; short of; moved \w+; custody; captivity
""".replace("HOSPITALS", _HOSPITALS)
)
OUTCOME_SUBJECT = patterns(r"""
(?:paid|pay|made) .*; g[ai]v\w* (?:up )?.*; hands .*; in (?:their|his) hands; (?:sleep|slept|camp|stay|crowd|huddl)\w* in; encamped;
go\w* without; on rations; bleeding; overdue; carried off; (?:without|no|showed no) vital signs; brain dead; lost consciousness;
under observation; underweight; stunted; adrift; on .*; not alive; passed on; (?:battl|fight|struggl|cling)\w* .*; under arrest;
.*not (?:been )?.*; never .*; no contact; still inside; gone missing; abandon.*; sleep.* rough; lifeless; (?:re)?positive; nowhere .*;
bled out; (?:went|gone|going) down .*; \w+ lost; unconscious; unseen; (?:police |prison )?cells; (?:took|taken|fled) to .*;
(?:could|can) not be .*; f[ae]ll\w* (?:ill|sick); t\w+ (?:ill|sick); without .*; never (?:came|come) .*; starv(?:ed|ing)(?: to death)?;
(?:be|been|being|was|were|are) admitted; outdoors; homeless\w*; yet to .*; being sought; passed away; f[ae]ll\w* into .*; fatally; fell;
.* the ghost; dead; die[sd]?; dying; missing; perish\w*; succumb\w*; drown\w*; suffocat\w*; surrender\w*; fled; flee\w*; disappear\w*;
vanish\w*; unaccounted for; ill; sick\w*; hungry; homeless; stranded; (?:in|of) need; in .*; cut off; fallen; f[ae]ll(?:en)? in .*;
gave .*; laid .*; starv\w*; irrecoverable; irretrievable; malnourished; undernourished; food.insecure; failed to return; cross.*; left .*;
sought .*; tested positive; lost (?:their|his|her) (?:lives|life); .* themselves up; deceased
""")
OUTCOME_NOUN = patterns(r"""
sanitary losses; cells; .* remains; skeletons?; body bags?; stitches; cuts; death count; dead bodies; inmates; convicts; last rites;
symptoms?; broken .*; deaths?; death tolls?; tolls?; fatalit\w+; casualt\w+; loss(?:es)?; loss of .*; injur(?:y|ies); wounds; burns;
bodies; corpses?; suicides?; homicides?; prisoners?; pows?; captives?; capture; surrender; detentions?; hostages?; refugees?; idps?;
victims?; cases?; patients?; illness\w*; executions?; killings; massacres?; murders?; evacuation; displacement; abductions?; infections?;
hunger; famine; malnutrition; exodus; arrests?
""")
OUTCOME_STATUS = patterns(r"""
inmates?; convicts?; prisoners?; pows?; captives?; hostages?; detainees?; fugitives?; refugees?; idps?; evacuees?; returnees; cases?;
affect(?:s|ed|ing)?
""")
OUTCOME_ACTIVE = patterns(r"""
(?:look|search|hunt)\w* for;
(?:\w+ )*\w+ing; hurts; (?:kill|wound|injure|maim|murder|execute|capture|detain|abduct|kidnap|seize|displace|affect|infect|los|lose)s?;
claims? .*; takes? .*; costs? .*; (?:eliminate|destroy|evacuate|neutrali[sz]e|harm)s?
""")
ALIVE = patterns(r"""
surviv(?:e[ds]?|ing|ors?); rescued?; rescuing; (?:pulled|dug|brought|got|found) (?:\w+ ){0,2}?(?:alive|safe(?:ly)?|out alive);
barely alive; alive; escap(?:e[ds]?|ing); (?:un(?:hurt|harmed|injured|scathed)); (?:dug|freed) (?:themselves|himself|herself) (?:out)?;
(?:swam|walked) (?:to safety|ashore|away)
""")
FREE = patterns(r"""
freed; freeing; releas(?:ed|ing); let go; set free; (?:got|run|ran) away; escap(?:ed|ing); broke out; pardoned; acquitted; amnestied
""")
ALIVE_SUBJECT = patterns(r"""
surviv(?:e[ds]?|ing); escap\w+; (?:barely )?alive; un\w+; (?:dug|freed) .*; (?:swam|walked) .*
""")
ALIVE_NOUN = patterns(r"""
survivors?
""")
EFFECT_DESTROYED = patterns(r"""
burn\w*; torch\w*; incinerat\w*; blast\w*; wrecked; went up in flames; knocked out; put out of action;
sh(?:oot|ot)(?:ing|s)? (?:\S+ ){0,6}?down; (?:brought|burned|burnt|knocked|wiped|taken) (?:down|out); bl(?:ew|own|ow) up;
destr(?:oy\w*|uction); down(?:ed|ing); intercept\w*; sank; sunk; demolish\w*; obliterat\w*; ruin\w*; level(?:led|ed); flatten\w*; gutted;
raz(?:ed|ing); collaps\w*; eliminat\w*; neutrali[sz]\w*; crash\w*; lost; loss(?:es)?; wreck\w*
""")
EFFECT_DAMAGED = patterns(r"""
(?:on|under) fire; ransack\w*; loot\w*; vandali[sz]\w*; scorch\w*; punctur\w*; riddled; broken; smash\w*; torch\w*;
set (?:on fire|ablaze); caught fire; damag\w*; hits?; struck; strikes?; crippl\w*; disabl\w*; shatter\w*; burn\w*; crack\w*; holed
""")
EFFECT_CAPTURED = patterns(r"""
h[eo]ld(?:s|ing)?; (?:marched|led|taken|dragged) (?:off|away); taken; being held; h[eo]ld(?:ing)? (?:him|her|them);
f[ae]ll(?:en|s|ing)? into (?:\S+ ){0,3}?(?:hands|captivity); captur\w*; seiz\w*; confiscat\w*; tak(?:en|ing|es?); took; troph(?:y|ies);
recover\w*; abandon\w*
""")
EFFECT_SUPPLIED = patterns(r"""
direct\w*; carr(?:y|ies|ied|ying); issu\w*; distribut\w*; load\w*; brought; bring\w*; got through; handed (?:over|out); dispatch\w*;
suppl\w*; deliver\w*; sen[dt]\w*; provid\w*; provision\w*; donat\w*; transfer\w*; ship\w*; export\w*; g[ai]v\w*; receiv\w*; arriv\w*;
sold; sell(?:s|ing)?
""")
EFFECT_USED = patterns(r"""
us(?:ed?|es|ing|age); fir(?:ed?|es|ing); launch(?:ed|es|ing)?; drop(?:s|ped|ping)?; deploy\w*; employ(?:ed|s|ing)?; shell(?:ed|ing);
attack(?:ed|s|ing)?; str(?:uck|ik\w+); bomb\w*; carr(?:y|ied|ying); brandish\w*; armed with; rode; dr[io]v\w*; burst\w*; rain\w*
""")
EFFECT_FOUND = patterns(r"""
collect\w*; picked up; turned up; came across; show\w*; retriev\w*; count\w*; f(?:ou|i)nd\w*; discover\w*; recover\w*; uncover\w*;
unearth\w*; contain\w*; captur\w*; seiz\w*; abandon\w*; left behind; caches?
""")
EFFECT_FORM_NOUN = patterns(r"""
loss(?:es)?; destruction; damage; strikes?; caches?
""")
EFFECT_FORM_ACTIVE = patterns(r"""
\w+ing
""")
EFFECT_FORM_LOOSE = patterns(r"""
with; hits?; lost; tak\w+; took; sen[dt]\w*; g[ai]v\w*; us\w+
""")
CHANGE_GAINED = patterns(r"""
gain\w*; (?:re)?captur\w*; (?:re)?tak(?:en?|es|ing); (?:re)?took; seiz\w*; liberat\w*; advanc\w*; regain\w*; occup\w*; conquer\w*;
control\w*; enter\w*; clear\w*; overr[au]n; push\w*; f[ae]ll\w*; w[io]n\w*; annex\w*; penetrat\w*; infiltrat\w*; establish\w*; foothold;
mov(?:ed|ing); cross\w*
""")
CHANGE_LOST = patterns(r"""
los[ts]\w*; los(?:e|ing); withdr\w*; retreat\w*; f[ae]ll\w*; abandon\w*; pull\w* (?:back|out); driven; expel\w*; push\w*; ced(?:ed|ing);
surrender\w*; g[ai]v\w* up; left; leav\w*; captur\w*; back foot
""")
CHANGE_HELD = patterns(r"""
h[eo]ld\w*; control\w*; retain\w*; defen[dc]\w*; remain\w*; maintain\w*; keep\w*; kept; occup\w*; repel\w*; repuls\w*;
beat\w* (?:back|off); stay\w*; hands
""")
CHANGE_CONTESTED = patterns(r"""
contest\w*; disput\w*; f[io](?:gh|ugh)t\w*; battl\w*; clash\w*; claim\w*; gr[ae]y zone; struggl\w*
""")
PEOPLE = patterns(r"""
soldiers?; troops?; troopers?; servicem[ae]n; servicewom[ae]n; service members?; personnel; fighters?; militants?; militiam[ae]n;
gunm[ae]n; rebels?; insurgents?; guards?; officers?; conscripts?; recruits?; reservists?; marines?; paratroop(?:er)?s?;
infantry(?:m[ae]n)?; mercenar(?:y|ies); volunteers?; combatants?; attackers?; commandos?; snipers?; pilots?; sailors?; crew(?:m[ae]n)?;
crew members?; defenders?; invaders?; occupiers?; terrorists?; partisans?; police(?:m[ae]n)?; deserters?; people; persons?; civilians?;
residents?; inhabitants?; villagers?; townspeople; citizens?; nationals; locals; m[ae]n; wom[ae]n; child(?:ren)?; boys?; girls?;
teenagers?; babies; infants?; famil(?:y|ies); households?; elderly; adults?; workers?; medics?; paramedics?; doctors?; nurses?; patients?;
teachers?; students?; pupils?; journalists?; reporters?; drivers?; passengers?; protesters?; demonstrators?; worshippers?; farmers?;
fishermen; miners?; rescuers?; firefighters?; victims?; casualt(?:y|ies); dead; wounded; injured; missing; prisoners?; pows?; captives?;
hostages?; detainees?; refugees?; evacuees?; idps?; deaths?; fatalities; lives; bod(?:y|ies); corpses?; members?; employees?;
peacekeepers?; aid workers?; staff; migrants?; settlers?; believers?; losses
""")
THINGS = patterns(r"""
tanks?; vehicles?; apcs?; ifvs?; trucks?; cars?; lorr(?:y|ies); buses; jeeps?; armou?red; howitzers?; guns?; machine guns?; rifles?;
mortars?; launchers?; systems?; missiles?; rockets?; shells?; bombs?; mines?; drones?; uavs?; aircraft; planes?; jets?; helicopters?;
warplanes?; ships?; boats?; vessels?; submarines?; radars?; rounds?; villages?; towns?; cit(?:y|ies); settlements?; districts?; regions?;
hamlets?; communit(?:y|ies); houses?; homes; buildings?; apartments?; flats?; schools?; hospitals?; bridges?; depots?; warehouses?;
positions?; posts?; bases?; camps?; barracks; kilomet(?:er|re)s?; km; miles?; met(?:er|re)s?; hectares?; attacks?; assaults?; strikes?;
raids?; air ?strikes?; clashes; battles?; explosions?; blasts?; operations?; incidents?; times; hours?; days?; weeks?; months?; years?;
minutes?; nights?(?! watch); battalions?; brigades?; companies; regiments?; divisions?; platoons?; squads?; countries; sides; fronts;
waves?; groups?; units?; airports?; barns?; barricades?; barriers?; beds?; bicycles?; blocks; bottles?; boxes; bullets?; cabins?;
cameras?; camels?; cannons?; canoes?; cantonments?; cartridges?; cathedrals?; cattle; cellars?; cent(?:er|re)s?; chapels?; checkpoints?;
church(?:es)?; clinics?; containers?; convoys?; cottages?; count(?:y|ies); cows?; crossings?; devices?; docks?; doors?; dwellings?;
engines?; facilit(?:y|ies); factor(?:y|ies); farms?; ferr(?:y|ies); fields?; flags?; flights?; floors?; fires?; garages?; gates?;
generators?; goats?; governments?; grenades?; harbou?rs?; hotels?; huts?; islands?; kilos?; kilograms?; knives; ladders?; lanes?;
launch(?:es)?; lifejackets?; lifeboats?; lit(?:er|re)s?; machine-guns?; machines?; markets?; meals?; monaster(?:y|ies); mosques?;
motorcycles?; motorbikes?; mules?; ngos?; offices?; oxen; parcels?; parishes; pick-?ups?; pistols?; ports?; provinces?; pumps?; rafts?;
rations?; restaurants?; revolvers?; rivers?; roads?; rooms?; schooners?; seats?; sheds?; sheep; shelters?; shops?; sites?; skiffs?;
stalls?; stations?; stor(?:ey|ie)s; streets?; suburbs?; tables?; taps?; tents?; terminals?; tickets?; tonnes?; tons?; towers?; townships?;
shots?; occasions?; blows?; salvos?; volleys?; barrages?; bursts?;
trailers?; trains?; trams?; trees; trenches; tunnels?; vans?; wagons?; wards?; weapons?; wells?; windows?; workshops?; zones?
""")
