"""The words a clause is made of, by the part they play in it: a letter, then its words; "_" stands for a blank.

One word plays one part. What stands in no line is strange ("x"), and a clause with a strange word is no sentence of ours.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.language.spelling import one_slip

_PARTS = """
s wij we ik 'k k i wir ich nous on
o the_repair travaux schoonmaak the_works es chantier mission intervention travail hij t boel boeltje reparation reparatur arbeit opdracht klus klusje job um werkopdracht werk werkzaamheden work hem 'm m em deze die dit dat het 't ze it this that that_one this_one one auftrag das den_auftrag schilderwerk karwei arbeiten reparaturarbeiten klusjes
& afspraak appointment termin
X acceptatie aanvaarding acceptance verzoek bezoek aanvraag
g bon order bons opdrachtbon werkbon werkorder melding jobs opdrachten klussen uitvoering work_order reparatie
t water toilet_flush vaatwasser wasmachine oven kookplaat hallway staircase corridor stairwell banister fence gate ceiling_light doorbell thermostat cable tank flush cistern plaster paint expansievat thermostaatkraan kastdeur vensterbank plint plinten stoep bestrating tegelpad trede treden brievenbus brievenbussen zonwering rolluik rolluiken rooster mechanische_ventilatie wasbak bad badkamer keuken keukenblad kraanleertje binnenwerk bovendeel spoelsysteem spoelbak closetpot gas elektra cv-installatie expansievat printplaat print sensor deurcontact tegels tegel trappenhuis trap galerij portiek gang hal badrand rand wc-pot hekwerk balkon vloer hot_water wand wanden vloer koppeling leertje schakeling bedrading armatuur armaturen warm_water display bediening kraan kranen mengkraan keukenkraan cartridge ketel cv cv-ketel verwarming radiator radiatoren thermostaat pomp lamp lampen verlichting licht stroom groep zekering aardlek aardlekschakelaar schakelaar stopcontact afvoer sifon riool riolering wc toilet stortbak vlotter douche douchekop slot sloten cilinder deur voordeur schuurdeur achterdeur garagedeur balkondeur tussendeur sluiting raam ruit ruiten goot dakgoot dakpannen dakpan dak leiding waterleiding klep ventiel kitrand siliconenrand kitwerk voeg voegen deurbel bel intercom liftdeur lift boiler geiser ventilatie afzuiging ventilator scharnier scharnieren poort hek schuur muur muren plafond kozijn kozijnen trapleuning leuning dranger rookmelder spoelbak wastafel gootsteen stekker druk
t graffiti gevel internet rol roller rollers pcb ventil ventile motor motors circuit_board tap taps drain pipe sink shower door lock light lights heating pump window windows gutter siphon switch socket valve fuse power roof ceiling wall hinge handle tiles heizung new_part new_parts spare_part
% lek lekkage lekkages probleem storing verstopping mankement defect leak fault issue problem blockage kortsluiting euvel foutmelding
p medewerker medewerkers ploeg monteur monteurs collega collega's vakman technicus loodgieter elektricien schilder schilders timmerman stukadoor glaszetter liftmonteur dakdekker slotenmaker installateur engineer technician plumber electrician painter carpenter colleague someone somebody iemand mannetje jongens team guys guy chap lad
a akkoord_bevonden accepting aanvaard akkoord geaccepteerd aangenomen accepted agreed angenommen einverstanden taking_this_one taking_this_on taking_on_this taking_it taking_it_on taking_the_job taking_this_job doing_this doing_this_one doing_it doing_the_job
i verwerkt_in_de_planning verwerkt_in_onze_planning opgenomen_in_onze_planning uitvoering_volgt op_de_rol opgepakt confirmed bevestigd bestatigt afgesproken ingeboekt erin opgenomen_in_de_planning ingelegd in_de_planning_gezet in_de_agenda_gezet op_de_planning_gezet ingepland gepland geboekt booked booked_in scheduled planned planned_in in_de_planning op_de_planning in_de_agenda in_onze_planning in_onze_agenda in_the_diary in_the_schedule in_our_diary in_the_calendar on_the_schedule ingeroosterd in_planning in_agenda in_mijn_agenda pencilled_in op_de_lijst op_onze_lijst op_de_werklijst op_mijn_lijst in_onze_planning_opgenomen in_de_planning_opgenomen opgenomen vastgelegd ingevoerd in_het_systeem_gezet aangemeld_in_de_planning op_het_programma in_het_schema in_de_kalender on_the_list on_our_list in_the_schedule in_the_system
I genoteerd noted vermerkt
P geregeld verzorgd meegenomen
V confirm_acceptance confirm_acceptance_of bevestigen_acceptatie aanvaarden accepteer accepteren accept confirm bevestig bevestigen acceptons
v aanneem oppak uitvoer inplan meeneem in_orde_maken in_orde_brengen voor_elkaar_maken reserveer reserveren kummere_mich_darum kummern_uns_darum zorgen annehmen ubernehmen uit_te_voeren regel regelen verzorg verzorgen aannemen oppakken meenemen inplannen uitvoeren oplossen aanpakken handle take_care_of get_on_with see_to look_after verhelpen inroosteren attend_to get_this_sorted get_it_sorted get_that_sorted get_it_done get_this_done get_it_fixed get_this_fixed get_it_booked_in get_that_booked_in get_this_booked_in sort_it_out sort_this_out sort_that_out ubernehme ubernehmen erledige erledigen prenons schedule_it_in schedule_this_in book_it_in book_this_in schedule_it schedule_this book_it book_this plan_it_in deal_with do_the_job get_it_scheduled handle_this handle_it handle_the_job handle_that handle_this_one cover realiseren inpassen waarmaken behappen bolwerken honoreren opvolgen afhandelen erbij_hebben bij_hebben ertussen_krijgen tussendoor_doen tot_uitvoering_brengen neem_de_klus nemen_de_klus nemen_deze_klus neem_deze_klus nemen_de_opdracht neem_de_opdracht take_responsibility_for make_a_start_on get_started_on get_cracking_on get_onto tackle neem_'m neem_hem nemen_hem
d fixen doe doen maak maken mache make_it fit do take fix sort repair mend machen
m repareer repareren herstel herstellen verhelp vervang monteren plaatsen schilderen replace
r vervangen aangesloten verplaatst
u pak pakken neem nemen plan plannen voer voeren los lossen zet zetten geef geven carry pick put wijs wijzen sla slaan zie zien laat laten turn
c go start starten begin beginnen make_a_start vient call_round coming_over coming_round kom komen sta staan rij rijd rijden come attend visit pop_round pop_by pop_over pop_in come_round come_over come_by come_out be_there be_round be_with_you kommen komme passons venons langskomen swing_by drop_by coming langs_te_komen be_over be_along be_out present_zijn
C komt staat rijdt comes attends visits
z stuur sturen send sending get
G ga gaan going_to
k in_de_gelegenheid in_de_mogelijkheid konnen kann in_staat redden redt trekken krijgen able_to be_able_to kan kunnen can mogen mag u_kunt je_kunt jullie_kunnen you_can krijg red
l zal zullen will gonna
H would_be_happy_to will_be_happy_to would_be_glad_to happy_to glad_to pleased_to delighted_to would_love_to love_to
f ben zijn am are bent
b now_is is was were been ist sind ligt valt
S zit zitten zitten_we zijn_we
h beschik beschikken heb hebben heeft have has had hab haben
w wordt word worden wird werden
j volbracht afgewerkt verwijderd gewassen weggehaald is_finish removed versteld erin_gezet er_in_gezet ingezet ausgetauscht ersetzt gewechselt geschaafd afgekit aan_de_praat_gekregen gangbaar_gemaakt gangbaar_gemaakt_en_gesmeerd bijgesteld afgemonteerd got_it_fixed got_it_sorted got_it_working wrapped_up all_wrapped_up finished_up done_and_dusted done_and_tested adjusted plastered stopped_and_sealed fini effectuee gesausd gewit geschuurd gebeurd gewisseld geschilderd_en_klaar ingeregeld vrijgegeven gefixed gestuct gevoegd betegeld gelast gesoldeerd vervangen_en_getest bevestigd_en_getest geisoleerd hermonteerd teruggeplaatst losgemaakt gelost gespoeld gerepareert gerepareerdt ontkalkt geolied geborgd changed swapped painted rehung refilled sealed replaced_and_tested gerepareerd hersteld gemaakt verholpen opgelost ontstopt gedicht afgedicht geplaatst gemonteerd geinstalleerd vernieuwd ontlucht bijgevuld gereinigd doorgespoten doorgespoeld afgesteld gekit gereset gefixt gefikst afgerond uitgevoerd voltooid afgehandeld geschilderd geklaard gelijmd gesmeerd opgehangen vastgemaakt dichtgemaakt vastgezet gelakt opgeleverd afgemeld gereedgemeld gereed_gemeld gedaan goed_gemaakt
j repaired fixed resolved completed solved mended unblocked cleared resealed fitted installed restored carried_out replaced rewired refitted repariert behoben abgeschlossen ausgefuhrt erledigt sorted finished works_completed gereedmelding terminee terminees reparee reparees effectue gerealiseerd afgehandeld_en_getest doorgeprikt opgehaald_en_geplaatst ingebouwd omgewisseld aangebracht bijgewerkt gerestaureerd rechtgezet dichtgezet
J attended visited geweest langsgeweest langs_geweest gevonden gelokaliseerd found getest gecontroleerd nagekeken tested checked aangedraaid opgeruimd schoongemaakt
e klaar gereed af done complete fertig
Y alles all everything tout
K werken geht flushes closes closing opens shuts spoelen funktionieren fonctionne branden werkt draait draaien brandt functioneert spoelt sluit works working running lauft funktioniert doet_het doen_het doet_'t doet_t flushing draining locking burning heating_up
A zoals_het_hoort zoals_het_moet weer_zoals_het_hoort weer_zoals_het_moet weer_zoals_eerst good smoothly freely nicely as_it_should weer_soepel soepel lekker weer_lekker weer_normaal normaal weer_perfect perfect weer_helemaal weer_gewoon weer weer_goed weer_prima goed naar_behoren weer_naar_behoren weer_als_vanouds again wieder door weer_goed_door properly fine weg
U returned_to_service back_to_normal returned_to_normal weer_waterdicht waterdicht goed_gekomen loopt_weer_goed_door loopt_goed_door loopt_weer_goed loopt_weer_goed_weg power_is_back water_is_back heating_is_back weer_in_bedrijf weer_in_dienst weer_in_bedrijf_gesteld in_bedrijf_gesteld weer_warm weer_dicht weer_heel weer_open weer_schoon weer_droog weer_aan weer_operationeel back_on back_in_service back_up_and_running up_and_running in_orde_gemaakt in_orde_gebracht lekvrij weer_in_orde weer_helemaal_in_orde weer_aan_de_praat weer_aan_de_praat_gekregen aan_de_praat operationeel in_bedrijf up_and_running_again weer_vrij weer_vast weer_goed_vast zit_weer_vast zit_weer_goed_vast wieder_in_ordnung weer_bruikbaar weer_te_gebruiken weer_bereikbaar weer_veilig weer_gangbaar
D dicht afgemeld_worden gesloten_worden afgesloten_worden afmelden worden_afgemeld worden_gesloten worden_afgesloten be_closed
n niet not nicht liever_niet echt_niet absoluut_niet zeker_niet even_niet really_not definitely_not not_want_to not_wish_to would_rather_not ne_pas unable_to
N geen no kein keine onvoldoende te_weinig insufficient not_enough niet_genoeg gebrek_aan lack_of tekort_aan
Z nah nee neen nope nein non
q people men engineers papieren middelen certificaten mogelijkheid mogelijkheden certificaat gascertificaat kennis ervaring vergunning certificering expertise interesse belangstelling interest zin animo handen tijd capaciteit ruimte plek plaats gaatje mensen personeel mankracht plekje time capacity availability staff manpower slots space zeit kapazitat kapazitaten mijn_week onze_week planning agenda vakmensen gereedschap materieel apparatuur uren gelegenheid anyone anybody resources tools equipment knowledge skills know-how vakkennis werknemers bezetting menskracht monteurs_voor plek_voor leute personal
Q beschikbaar vrij available meer free over
F too_difficult te_moeilijk te_zwaar te_hoog te_gevaarlijk too_far too_far_away te_ver te_ver_weg too_big te_groot met_pensioen gepensioneerd retired failliet bankrupt gestopt_met_werken gestopt_met closing_down zu_weit_weg zu_weit at_capacity at_full_capacity full full_up bomvol tjokvol stampvol ramvol propvol eivol overvol te_veel_werk teveel_werk genoeg_werk al_genoeg_werk werk_genoeg too_much_work te_veel_op_ons_bord te_weinig_tijd te_weinig_mensen zu_viel_zu_tun voll vol volgeboekt te_druk te_vol fully_booked booked_solid booked_up fully_booked_up too_busy swamped snowed_under overbezet ausgebucht volgepland veel_te_druk veel_te_ver veel_te_groot veel_te_vol veel_te_veel_werk te_ver_rijden te_ver_rijden_voor_ons dicht_gepland dichtgepland te_klein te_ingewikkeld helemaal_vol overvraagd too_much_on too_much_work_on a_lot_on flat_out maxed_out overloaded stretched overbelast overvol_gepland compleet_vol ramvol_gepland al_vol helemaal_volgeboekt
B ingericht toegerust equipped our_expertise van_ons van_mij ours something_we'd_do gespecialiseerd specialised gecertificeerd bevoegd opgeleid qualified certified licensed erkend our_scope our_remit our_cup_of_tea ons_straatje ons_vak ons_werk ons_vakgebied mijn_vak mijn_werk ons_ding ons_specialisme onze_specialiteit onze_expertise ons_werkgebied onze_regio ons_gebied onze_branche onze_discipline voor_ons voor_mij iets_voor_ons iets_voor_mij our_trade our_area our_line_of_work for_us for_me our_work something_we_do our_field our_thing onze_werkzaamheden voor_ons_bedrijf voor_onze_firma voor_ons_team for_our_company ons_pakkie_an our_kind_of_work our_kind_of_job our_sort_of_work our_speciality our_specialty unser_bereich unser_fach our_department ons_terrein ons_aanbod ons_pakket onze_dienstverlening onze_straal our_range our_catchment
O beyond buiten outside out_of niks niets nothing
R niet_aan_beginnen niet_interessant niet_rendabel hebben_de_mensen_niet heb_de_mensen_niet hebben_de_tijd_niet heb_de_tijd_niet hebben_de_capaciteit_niet ne_faisons_pas ne_pouvons_pas ne_prenons_pas gaat_'m_niet_worden gaat_hem_niet_worden gaat_m_niet_worden wordt_'m_niet wordt_hem_niet doe_niet_mee doen_niet_mee no_can_do rather_not prefer_not_to not_this_time not_at_the_moment teleurstellen onmogelijk impossible say_no a_no_from_us a_no not_taking_on not_taking not_accepting zeggen_nee nee_zeggen nee_tegen weiger weigeren geweigerd afgewezen afwijzen passen overslaan decline declined refuse refused refusing declining reject rejected pass pass_on turn_it_down turn_this_down ablehnen abgelehnt refusons voorbijgaan schieten zitten_gaan kom_er_niet_aan_toe komen_er_niet_aan_toe nee_verkopen verstek_laten_gaan bedanken_voor_deze afzien_van_deze sit_this_one_out sitting_this_one_out give_this_a_miss giving_this_a_miss afhaken
< terug_te_geven take_it_back take_this_back return_the_order return_this_order return_the_job return_this_job return_it_to_you teruggeven retourneren retourneer teruggegeven neerleggen terugtrekken returning handing_back giving_back hand_back give_back give_this_back hand_this_back pull_out pull_out_of pulling_out pulling_out_of step_back_from stepping_back_from withdraw_from withdrawing_from zuruckgeben rendons gaat_retour retour sturen_retour stuur_retour teruggestuurd teruggegaan
L lukt lukken gaat gaat_lukken gaan_lukken moet_lukken moet_goed_komen gaat_gebeuren gaat_goedkomen gaat_goed_komen wordt_gedaan wordt_gemaakt_door_ons haalbaar te_doen doable feasible mogelijk possible moglich
$ door_ons door_mij door_ons_team door_onze_monteur door_onze_monteurs door_onze_medewerkers door_onze_medewerker door_onze_ploeg door_onze_mensen by_us by_our_engineer by_our_team
= helpen help assist van_dienst_zijn
@ mee dit_keer deze_keer ditmaal toch op_dit_moment momenteel at_the_moment currently right_now op_korte_termijn tijdelijk this_time this_month dit_jaar this_year after_all on_this_occasion alsnog echt really bij_nader_inzien zur_zeit derzeit momentan im_moment pour_le_moment actuellement
* put_us_down_for_it put_me_down_for_it put_us_down u_kunt_op_mij_rekenen u_kunt_op_ons_rekenen kunt_u_op_rekenen daar_kunt_u_op_rekenen you_can_count_on_us zet_ons_er_maar_op zet_mij_er_maar_op consider_it_accepted consider_it_booked can_do geht_klar geht_in_ordnung ja_gerne on_it leave_it_with_us leave_it_with_me leave_it_to_us leave_it_to_me consider_it_done count_on_us count_us_in count_me_in you_can_rely_on_us reken_maar_op_ons reken_maar_op_mij
E bus_is_onderweg eraan er_aan er_zo_aan onderweg on_my_way on_our_way on_the_way er_meteen_aan
M zien_ons_genoodzaakt zie_mij_genoodzaakt zie_me_genoodzaakt wil willen wish_to want_to would_like_to moeten moet must have_to need_to
T vandaag_nog deze_week deze_maand nog_deze_week zo_snel_mogelijk zsm asap as_soon_as_possible this_week
y sounds_good works_for_us works_for_me suits_us absolutely roger_that right_you_are jep jup yup in_ordnung got_it understood roger begrepen duidelijk in_orde is_in_orde passt bien_recu gut sehr_gut ist_gut okidoki okido jo joe prima_hoor no_probs no_prob no_issue geen_punt helemaal_goed nice super_goed cool ja yes yep yeah jawel jazeker tuurlijk zeker sure ok oke okay okee oki okey prima goed top super fine great perfect uitstekend alright all_right mooi fijn no_problem geen_probleem geen_enkel_probleem no_worries is_goed oui sure_thing of_course alles_klar kein_problem best joh all_good geen_moeite kleine_moeite geen_enkele_moeite no_bother no_trouble geen_zorgen absoluut voor_de_bakker
x toch_wel toch_weer to_be be voor_nu for_now for_the_moment voor_vandaag nu_wel competed verwijder geprepareerd opgeplakt unlocked
"""
_GIVEN = """
piet jan kees henk johan peter marco mark bas rob erik erwin dennis willem gerard hans frank ron tom tim jeroen martijn sander stefan patrick ahmed
mohamed mehmet ali yusuf rachid karim michael steve dave paul john mike andy chris johanna linda sandra monique petra fatima maria anna sarah lisa susan karen
"""
GIVEN_NAMES = frozenset(_GIVEN.split())
# What means nothing between the parts.
_FILL = """
nieuw zulke zulk soort alle warme koude with de een 'n der den la le les the a an uw jullie jouw your my our onze ons mij mijn u je you en and und et dus so dan then ook also too hierbij
bij_deze hereby graag gaarne met_plezier met_alle_plezier with_pleasure with_thanks gewoon even er daar hier voor_u voor_jullie voor_je
for_you natuurlijk uiteraard direct meteen gelijk zelf wel hoor helaas sorry unfortunately leider desole ermee er_mee hiermee
met for to of op van in at on bij naar_u_toe naar_toe naartoe heen langs round out by aan voor ingrid sanne netjes volledig geheel helemaal
completely fully succesvol just gelukkig eindelijk nu inmiddels intussen allemaal everyone nieuwe new oude please happily gladly thanks bedankt dank thank_you
dank_u dank_je dankjewel gern gerne certainly definitely daarvoor hiervoor ervoor herewith there here ff effe effen mate kerel man vriend bij_de_bewoner bij_de_huurder bij_de_klant bij_mevrouw bij_meneer naar_de_bewoner naar_de_huurder bij_de_mensen op_de_stoep op_locatie op_de_plek vorbei zonder_bijzonderheden zonder_problemen without_problems zoals_afgesproken as_agreed volgens_afspraak conform_opdracht regretfully very conform voor_gebruik met_de_bewoner met_bewoner met_de_huurder met_huurder met_mevrouw met_meneer very gerne nog_langs nog_even er_even zoals_gevraagd ter_plaatse voor_de_deur in_de_buurt op_onze_ronde dankuwel i_am_afraid any aan_de_deur up
from_here as_per_order as_per_instructions per_order beide both tot_onze_spijt tot_mijn_spijt voldoende me allebei naar_tevredenheid naar_tevredenheid_van_de_bewoner naar_tevredenheid_van_de_huurder naar_tevredenheid_van_bewoner to_the_tenant_is_satisfaction with_the_tenant with_the_resident with_tenant bovengenoemde genoemde betreffende above-mentioned aforementioned ce type under beneath behind above onder boven achter naast
on_site om_het_te_maken om_dit_te_maken om_het_te_repareren om_dit_te_repareren om_het_op_te_lossen om_dit_op_te_lossen om_het_te_verhelpen to_fix_it to_repair_it hiervan ervan daarvan opnieuw rond met_genoegen dafur dazu diesen dieser diese in_de_loop_van_de_dag ergens_in_de_loop_van_de_dag overdag met_beste_groet in_goede_orde onmiddellijk vlot eens prompt van_dienst speciaal snel zo'n zulke juiste goede cette cet ces conform_afspraak as_discussed zoals_besproken conform_uw_opdracht bij_ons_bekend op_af erop_af van_harte erop_uit zoals_overeengekomen about around ontzettend uit off down the_job
"""
# A verb and what stands apart from it: "pakken wij graag op". Together they take the job on, or turn it down.
_PAIRS = """
v pak pakke paken pakken: op mee aan
v neem nemen: aan an mee over voor_onze_rekening voor_mijn_rekening onder_handen ter_hand op_me op_mij op_ons in_uitvoering
v plan plannen: in
v voer voeren: uit
v los lossen: op
V ga gaan: akkoord
v ga gaan: mee_aan_het_werk mee_aan_de_gang mee_aan_de_slag aan_de_slag aan_de_gang aan_het_werk
v nehmen nehme: an
v zorg zorgen: dat_het_gebeurt ervoor er_voor dat_het_in_orde_komt dat_het_gemaakt_wordt dat_het_goed_komt
R haak haken: af
R zeg zeggen: af
< stuur sturen: terug
< geef geven give giving geben: terug back zuruck
< leg leggen: neer
< lever leveren: in
< hand handing: back
< trek trekken: ons_terug me_terug mij_terug
R stop stoppen: ermee er_mee
W zet zetten: in erin in_de_planning in_de_agenda op_de_planning in_onze_planning
V geef geven: akkoord
v maak maken: in_orde
v carry: out
v pick: up
W put: in_the_diary in_our_diary in_the_calendar
v take taking: on
e zit: erop
R wijs wijzen: af
R sla slaan: over maar_over
R zie zien: af
R laat laten: lopen schieten voorbijgaan voorbij_gaan
R turn: down
c ben zijn: aanwezig present
K gaat gaan: weer_soepel soepel open dicht open_en_dicht
U gaat gaan: weer_open weer_dicht weer_open_en_dicht
"""
_SPOKEN = {
    "i'll": "i will", "we'll": "we will", "i'm": "i am", "we're": "we are", "i've": "i have", "we've": "we have", "it's": "it is",
    "we'd": "we would", "i'd": "i would", "that's": "that is", "can't": "can not", "cannot": "can not", "won't": "will not", "don't": "not", "isn't": "is not",
    "aren't": "are not", "he's": "it is", "c'est": "it is", "everything's": "everything is", "kben": "ik ben", "doenwe": "doen we", "kgeen": "geen",
}  # fmt: skip

PART_OF: dict[str, str] = {}
_BEGINS: dict[str, list[tuple[str, ...]]] = {}  # the first word of a turn of several → its words, the longest first
_APART: dict[str, dict[str, str]] = {}  # verb → what stands apart from it → the part they play


def _fill_tables() -> None:
    for line in (
        *_PARTS.strip().splitlines(),
        " ".join(("p", *GIVEN_NAMES)),
        *(f". {line}" for line in _FILL.strip().splitlines()),
    ):
        part, *words = line.split()
        for word in words:
            PART_OF.setdefault(word, part)
    for line in _PAIRS.strip().splitlines():
        verbs, particles = line.split(":")
        part, *forms = verbs.split()
        for form in forms:  # a verb with "we" left out is no command where it is in the plural
            part = "W" if part == "v" and form.endswith("en") else part
            _APART.setdefault(form, {}).update(dict.fromkeys(particles.split(), part))
    turns = {*PART_OF, *(particle for particles in _APART.values() for particle in particles)}
    for turn in sorted((turn for turn in turns if "_" in turn), key=len, reverse=True):
        first, *rest = turn.split("_")
        _BEGINS.setdefault(first, []).append((first, *rest))


_fill_tables()
_PAIRED = frozenset(_APART).union(*_APART.values())
_TOKEN = re.compile(r"'?[^\W_]+(?:['\-.][^\W_]+)*|[^\s\w]")
_THAT_IS = re.compile(r"(\w{3,})'s")
_UNHEARD = frozenset('.,:;!-–—()"*_#<>&+')
_LONG = 8  # letters: in a shorter word one slip makes another word


def parts_of(clause: str) -> str:
    """The part each word plays, one letter a word; fillers are left out. "x" stands for at least one strange word."""
    spoken = [
        word
        for each in _TOKEN.findall(clause)
        if each not in _UNHEARD
        for word in (_spoken(each) if "'" in each or each in _SPOKEN else (each,))
    ]
    words, parts, at = [], [], 0
    while at < len(spoken):
        word = spoken[at]
        turns = _BEGINS.get(word)
        turn = next((t for t in turns if tuple(spoken[at : at + len(t)]) == t), ()) if turns else ()
        word = "_".join(turn) if turn else word
        part = PART_OF.get(word) or _ending(word)
        if not part and word not in _PAIRED and not (len(word) >= _LONG and word.isalpha()):
            return "x"  # one strange word is enough
        words.append(word)
        parts.append(part)
        at += len(turn) or 1
    for at, word in enumerate(words):
        if particles := _APART.get(word):
            other = next((place for place in range(at + 1, len(words)) if words[place] in particles), None)
            if other is not None:
                parts[at], parts[other] = particles[words[other]], "."
    strange = [at for at, part in enumerate(parts) if not part]
    # The dear look for a slip is for a clause of which no other word is strange.
    all_long = all(len(words[at]) >= _LONG and words[at].isalpha() for at in strange)
    for at in strange:
        parts[at] = _misspelt(words[at]) if all_long else "x"
    if words and words[0] == "no" and parts[1:2] not in (["q"], ["g"], ["o"]):
        parts[0] = "Z"
    return "".join("x" if part == "u" else part for part in parts if part != ".")


@lru_cache(maxsize=4096)  # people use the same words
def _ending(word: str) -> str:
    """The part of a word as it sounds, or of a compound: "storingsmonteur", "buitenkraan"."""
    if meant := next((part for each in _as_written(word) if (part := PART_OF.get(each))), ""):
        return meant
    match = _COMPOUND.fullmatch(word)
    return "" if match is None else "p" if match["who"] else "t" if match["what"] else "o"


_TWICE = re.compile(r"(\w)\1+")
_BY_ONCE = {
    _TWICE.sub(r"\1", word): word
    for word, part in PART_OF.items()
    if len(word) > 6 and part in "aijPt%Rv" and _TWICE.search(word)
}


def _as_written(word: str) -> tuple[str, ...]:
    """How a verb is spelt that is written as it sounds: "vervange", "draaid weer", "gerepareert"."""
    if len(word) < 4 or word == "brand":  # a fire
        return ()
    once = _TWICE.sub(r"\1", word)  # "lekage", "akkkoord"
    if once in _BY_ONCE:
        return (_BY_ONCE[once],)
    if word.endswith(("je", "jes")):  # "kraantje"
        stem = word.rstrip("s")[:-2]
        return (stem, stem.removesuffix("t"))
    return {"e": (f"{word}n",), "d": (f"{word}t", f"{word[:-1]}t"), "t": (f"{word[:-1]}d",)}.get(word[-1], ())


_COMPOUND = re.compile(
    r"[a-z]{3,}(?:(?P<who>monteurs?|dienst|schilders?|installateur|technicus|engineer)|(?P<what>kraan|kranen|ketel|deur|deuren|"
    r"pomp|lamp|lampen|afvoer|slot|goot|leiding|verlichting|raam|ramen|schakelaar|knop|kap|klep|rand|ventiel|kast|bak|luik|lift|"
    r"radiator|motor|sluiting|deksel|rooster|plaat|pannen|leertje|kabel|haak|hek|poort|vloer|wand|tegels?))|"
    r"(?:schilder|timmer|stuc|loodgieters|metsel|tegel|dak|elektra|glas|las|kit|sloten|voeg|behang|grond|tuin)(?:werk|werkzaamheden)"
)


def strange_words(clause: str) -> int:
    """How many words play no part of their own."""
    return len([word for word in clause.split() if word not in PART_OF and not word[0].isdigit()])


def _spoken(word: str) -> list[str]:
    return _SPOKEN.get(word, _THAT_IS.sub(r"\1 is", word)).split()


def _misspelt(word: str) -> str:
    """The part of the long word that is one slip away; "x" where none is, or several that differ.

    A letter too many or too few, or two in each other's place. With another letter it is another word: a pipe that is
    "gescheurd" (torn) was not "geschuurd" (sanded), and an order that is "aangekomen" has only arrived.
    """
    near = {other for each in _less_one(word) for other in _BY_LESS.get(each, ())}
    parts = {PART_OF[other] for other in near if one_slip(word, other) and not _has_another_letter(word, other)}
    return parts.pop() if len(parts) == 1 else "x"


def _has_another_letter(word: str, other: str) -> bool:
    return len(word) == len(other) and sorted(word) != sorted(other)


def _less_one(word: str) -> set[str]:
    """The word, and what is left of it without any one of its letters: words one slip apart have one of these in common."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


_BY_LESS: dict[str, list[str]] = {}
for _word, _part in PART_OF.items():
    if len(_word) >= _LONG and "_" not in _word and _part in "aijPR":
        for _less in _less_one(_word):
            _BY_LESS.setdefault(_less, []).append(_word)
