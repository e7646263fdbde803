"""Pieces the phrases of service parties are made of: who speaks, what of, and what was done to it."""

from __future__ import annotations

WE = r"(?:wij|we|ik)"
ORDER = (
    r"(?:(?:(?:de|deze|uw|dit|het|the|this|your|one) )?(?:opdracht|klus|job|order|bon|werk|work|opdrachtbon|werkbon|"
    r"werkorder|reparatie|repair|werkzaamheden))"
)
HIM = r"(?:hem|'?m|em|het|'?t|'t|ze|it)"
TRADE = (
    r"(?:loodgieters?|dakdekkers?|elektriciens?|schilders?|timmerman|stukadoors?|glaszetters?|installateurs?|aannemer|"
    r"specialist|metselaar|slotenmaker|hovenier|liftmonteur|cv-?monteur|plumbers?|roofers?|electricians?|builders?|"
    r"carpenters?|glaziers?|locksmiths?|painters?|gas engineer|heating engineer)"
)
WHEN = (
    r"(?: (?:deze|dit|this|komende) (?:week|maand|jaar|month|year)| (?:op dit|het) moment| momenteel| nu| currently|"
    r" right now| at the moment| these days| (?:tot|until|till) (?:en met |eind |na |the end of )?(?:januari|februari|maart|"
    r"april|mei|juni|juli|augustus|september|oktober|november|december|january|february|march|may|june|july|august|october|"
    r"volgend jaar|next year|volgende maand|next month|de feestdagen|de zomer|christmas))*"
)
THING = (
    r"(?:(?:de|het|alle|nieuwe|the|a|uw) )*(?!nood|tijdelijk)(?:\w*kraan|kranen|cartridge|\w*ketel|cv|cv-ketel|verwarming|radiator(?:en)?|thermostaat|"
    r"thermostaatkraan|\w*pomp|\w*lamp|lampen|verlichting|licht|stroom|aardlekschakelaar|schakelaar|stopcontact|\w*afvoer|"
    r"sifon|riool|riolering|wc|toilet|stortbak|vlotter|douche|douchekop|\w*slot|sloten|cilinder|\w*deur|sluiting|raam|"
    r"ruit|\w*goot|dakpannen|\w*leiding|lek|lekkage|storing|probleem|klep|ventiel|kitrand|siliconenrand|deurbel|bel|"
    r"intercom|lift|boiler|geiser|ventilatie|afzuiging|scharnier(?:en)?|poort|hek|leak|tap|drain|pipe|sink|shower|door|"
    r"lock|light|lights|lamp|heating|radiator|pump|window|gutter|fault|siphon|switch|socket|valve)"
)
DONE = (
    r"(?:gerepareerd|hersteld|gemaakt|verholpen|opgelost|ontstopt|gedicht|afgedicht|geplaatst|gemonteerd|geinstalleerd|"
    r"vernieuwd|ontlucht|bijgevuld|gereinigd|schoongemaakt|doorgespoten|afgesteld|vastgezet|gekit|gereset|gefixt)"
)
REPLACED = r"(?:vervangen|aangesloten)"  # also "to replace": done only after "is", or with "en getest"
DONE_ENGLISH = r"(?:fixed|repaired|replaced|unblocked|cleared|mended|resealed|fitted|installed|sorted|restored)"
