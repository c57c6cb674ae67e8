"""Words that make an outcome likely without saying it: "knifed", "in prison", "slept in the stadium", "pneumonia".

They never block and never accuse: where no word that says an outcome goes with a number, one of these spares the reviewer a warning, and
one that leans another way gives the warning its reason.

Origin: Princeton WordNet 3.0 (Debian wordnet-base): the hyponyms of kill 1, die 1, injure 1, hurt 2, arrest 1, imprison 1, confine 5,
abduct 1, flee 1, escape 6, evacuate 3, displace 1, expel 1, evict 2, exile 1, disappear 1, sicken 2, infect 1 (verbs), injury 1, prison 1,
camp 5 and 7, shelter 1 and 5, prisoner 1, captivity 1, and of illness 1, symptom 1 and body part 1 those that WordNet has counted in texts
(nouns). Filtered by hand: what news mostly uses in another sense is left out ("fire", "run", "miss"), idioms of the same meaning are added.

Phrases are separated by semicolons and compared word by word without endings; "one’s" stands for every possessive.
"""

from __future__ import annotations

from extractor.claims.domain import patterns

KILLED = patterns("""
of mud; of rock; of rubble; of ash; of snow; kia; hold one's funeral; asphyxiate; bump off; butcher; burnt to death; crucify; dismember;
exterminate; garrotte; garotte; guillotine; impale; knock off; lapidate; pick off; put to sleep; put to the sword; smother; string up;
throttle; tomahawk; vaporise; vaporize; croak; drop dead; predecease; snuff it; kick the bucket; buy it; buy the farm; depart this life;
give one's all; breathe one's last; cremate; inter; interred; entomb; cemetery; cemeteries; graveyard; churchyard; tomb; mortuary;
undertaker; hearse; mourn; mourner; bereaved; eulogy; coroner; go to god; went to god; gone to god; with god; in heaven; in paradise;
soul; go to one's death; went to one's death; not wake; not breathe; be no more; were no more; lose one's life; not come out alive;
closed the eyes of; little cross; raise the toll; went over the side; froze to death; frozen to death; freeze to death; burnt alive;
went down with; genocide; extermination; carnage; bloodbath; lost to; bury; buried; last breath; shoot; cut down; hang; noose; scaffold;
demise; death certificate; requiem; not make it; not made it
""")
_BODY = patterns("""
ankle; arm; artery; back; belly; bone; cheek; chest; chin; collarbone; ear; elbow; eye; face; finger; foot; feet; forehead; groin; hand;
head; heel; hip; jaw; kidney; knee; leg; limb; lung; mouth; neck; nose; rib; scalp; shin; shoulder; skull; spine; spleen; stomach; thigh;
throat; thumb; toe; wrist
""")
WOUNDED = patterns("""
wia; be burned; was burned; were burned; were burnt; got burned; the toes of; the legs of; the arms of; the hands of; bayonet; cripple;
contuse; hamstring; incapacitate; invalid; kneecap; knife;
lame; sprain; torture; wrench; abrasion; black eye; bleeding; blast trauma; contusion; gash; graze; haemorrhage; hemorrhage; laceration;
lesion; nosebleed; rupture; scald; scorch; scrape; scratch; singe; slash; snakebite; sting; stung; twist; weal; welt; whiplash; fragment;
splinter; shard; shrapnel; bandage; plaster cast; crutch; tourniquet; dressing; ward; emergency room; surgeon; surgical; operating table;
operating theatre; sedation; sedated; life support; eyesight; patch up; see to one's wounds; came off with; gassed; knock down;
knocked over; mown down; maul; peck; cudgel; baton; shoot; attend to; hospital; clinic; infirmary; field hospital; medic; ambulance;
stretcher; ventilator; critical; serious condition; physiotherapy; sick bay; stump; prosthetic; break one's; intensive care; drip;
collapse
""")
WOUNDED += tuple(f"{lead} {part}" for part in _BODY for lead in ("one's", "in the", "to the"))
CAPTURED = patterns("""
nab; gaol; immure; incarcerate; jug; put behind bars; lock away; lock up; locked in; shut up; shut away; coop up; bind over; cage;
confine; intern; detain; convict; inmate; internee; lifer; political prisoner; dungeon; penitentiary; prison; jail; lock-up; brig;
stockade; internment; internment camp; prison camp; labour camp; labor camp; gulag; police station; police van; interrogate;
interrogation; questioning; be questioned; were questioned; interview by police; arraign; indict; bail; remand; sentence; year in prison;
life sentence; in court; before the judge; in the hands of; under guard; blindfold; shackle; manacle; fetter; roll up; swoop; dragnet;
run to earth; hunted down; taken in; called in; bring in; brought in; hauled in; summon; house arrest; extradite; ask for mercy;
asked for quarter; hands up; come over; came over; lay down one's arms; laid down one's arms; parole; amnesty; amnestied; captive;
captivity
""")
MISSING = patterns("""
of mud; of rock; of rubble; of ash; of snow; mia; fate of; fate remain; fate is; lose touch; lost touch; lost contact; lose contact;
lose sight; lost sight; go astray; gone astray; lost at sea; without trace; no sign of; no sign; not be traced; not be reached;
could not be reached; cut off from contact; not answer; never seen; never saw; search continue; search; search party;
divers; whereabouts; fate unknown; fate is unknown; fate remain unknown; untraced; untraceable; not account for;
not accounted for; unaccounted; absentee; awol; not report; not come back; came not back; not recover; not recovered; buried;
under the earth; under metres of; underground; founder; gone down; went down; lost with; believed lost; feared lost; presumed lost;
gone with; never come home; never came home
""")
ABDUCTED = patterns("""
captivity; nobble; shanghai; press-gang; bundle into; bundled off; make off with; made off with; march off; marched off; drive off with;
drove off with; grab; grabbed; hold to ransom; ransom; hostage; hostage-taker; hijack; hijacker; hijacked; captor; negotiator; blindfold;
in the hands of; captive; pirate; carry away; carried away; spirit away; separated from; forced recruitment; forcibly recruited;
taken into the bush; into the forest; in the forest; in the bush; still held; gagged; slave; enslave
""")
DISPLACED = patterns("""
banish; boot out; cast out; chase out; chuck out; crowd out; decamp; dislodge; drive out; driven out; exile; expatriate; expel; force out;
kick out; ostracise; repatriate; skedaddle; stampede; take flight; take to the woods; throw out; thrown out; transplant; turf out;
turn out; uproot; asylum; asylum-seeker; bivouac; camp; encamp; encampment; canvas; marquee; hovel; lean-to; refuge; sanctuary; shack;
shanty; shelter; tent; tarpaulin; sports hall; stadium; monastery; schoolroom; community hall; town hall; host family; host families;
sleep; slept; bedding; mattress; blanket; house at; housed at; housed in; quarter in; put up; accommodate; reception centre;
relief centre; evacuation centre; transit centre; wristband; leave one's homes; left one's homes; leave home; quit one's; to the hills;
into the hills; to safety; high ground; higher ground; safe ground; safer ground; safer area; safe area; safer place; safe place;
bring to safety; brought to safety; brought out; moved out; bus out; cross the border; house destroyed;
homes destroyed; bulldoze; raze; returnee; trek; exodus; eviction; evictee
""")
AFFECTED = patterns("""
afflict; sicken; come down; came down; fall ill; swelter; ail; ague; anaemia; anemia; anthrax; asthma; bilharzia; bronchiolitis;
bronchitis; brucellosis; cancer; chickenpox; chikungunya; cholera; cough; covid; coronavirus; cramps; dehydration; dengue; diabetes;
diarrhoea; diarrhea; diphtheria; disease; dysentery; ebola; emphysema; encephalitis; fever; flu; gastroenteritis; headache; heatstroke;
heat stroke; hepatitis; hiv; hypothermia; infection; infectious disease; influenza; jaundice; kwashiorkor; lassa; leishmaniasis; leprosy;
leptospirosis; listeria; malaria; malady; marburg; measles; meningitis; mpox; mumps; nausea; numbness; paralysis; parasite; pertussis;
pneumonia; polio; rabies; rash; rheumatic fever; rubella; salmonella; scabies; scurvy; shivering; sleeping sickness; smallpox; symptom;
syndrome; tetanus; trachoma; tuberculosis; typhoid; typhus; vertigo; virus; vomit; vomiting; whooping cough; yellow fever; zika; epidemic;
outbreak; contagion; suspected; laboratory; swab; ventilator; intensive care; isolation; quarantine; serology; vaccinate;
losing one's sight; lose one's sight; lost one's eyesight; going blind; blind; paralysed; paralyzed; starvation; famine; hunger; ration;
food parcel; food aid; soup kitchen; poverty; drought; without work; unemployed; out of work; jobless; laid off; stranded; power cut;
blackout; without power; flood-hit; poisoned; poisoning; contaminated; on the verge of; one step from; hospital; clinic; infirmary; ward;
ambulance; stretcher; sedation; sedated; drip; life support; medic; physiotherapy; collapse
""")
UNSPECIFIED = patterns("""
attrition; bloodletting; cut to pieces; badly mauled; written off; write off; out of the fight; no longer fit; put out of; knock out;
render harmless; rendered harmless; account for; accounted for; deal with; dealt with; collateral
""")
