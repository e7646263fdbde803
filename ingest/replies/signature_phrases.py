"""How letters end, by language, and what machines write under them."""

from __future__ import annotations

import re

from ingest.language.phrases import alternatives, phrases, words

# Greetings that close a letter; the shape below takes what people make of these ("Vriendelijke groet Johan").
GREETINGS = phrases("""
    met vriendelijke groet · met vriendelijke groeten · vriendelijke groet · vriendelijke groeten · mvg · m.v.g
    hoogachtend
    groet · groeten · groetjes · gr · grtz · hartelijke groet · hartelijke groeten · met hartelijke groet · vr. gr
    vr.gr
    met groet · met groeten · met dank en groet · fijne dag · fijne avond · fijn weekend · prettig weekend
    tot ziens
    liefs · kus · vriendelijk groetend · met de meeste hoogachting · namens · dank en groet · warme groet · mvrgr
    best regards · kind regards · regards · warm regards · warmest regards · best · best wishes · all the best
    cheers
    with kind regards · with best regards · many thanks and regards · thanks and regards · thanks & regards · rgds
    br · kr
    yours sincerely · yours faithfully · yours truly · sincerely · sincerely yours · respectfully · cordially · love
    xoxo
    best rgds · b. rgds · bests · take care · warmly · regs · with regards · very truly yours · yours
    kindest regards
    mit freundlichen grüßen · mit freundlichen grüssen · mit freundlichem gruß · mit besten grüßen · beste grüße
    mfg · vg · lg
    viele grüße · freundliche grüße · liebe grüße · herzliche grüße · schöne grüße · hochachtungsvoll · gruß · grüße
    grüsse
    freundliche grüsse · viele grüsse · mit freundlichem gruss · beste grüsse · gruss · schönen gruß
    cordialement · bien cordialement · bien à vous · salutations · sincères salutations · meilleures salutations
    cdlt · cdt
    bonne journée · bonne soirée · respectueusement · amicalement · bises · à bientôt · veuillez agréer
    saludos · un saludo · saludos cordiales · atentamente · cordialmente · un cordial saludo · abrazos · un abrazo
    cordiali saluti · distinti saluti · saluti · un saluto · a presto · buona giornata
    atenciosamente · cumprimentos · melhores cumprimentos · com os melhores cumprimentos · abraço · abs · att
    med vänliga hälsningar · vänliga hälsningar · med vänlig hälsning · vänligen · mvh · hälsningar · hälsning
    med venlig hilsen · venlig hilsen · mange hilsner · hilsen · hilsner · kh · vh · bedste hilsner
    de bedste hilsner
    med vennlig hilsen · vennlig hilsen · beste hilsen · ystävällisin terveisin · terveisin · yt · parhain terveisin
    pozdrawiam · z poważaniem · z powazaniem · pozdrowienia · serdecznie pozdrawiam · z wyrazami szacunku
    s pozdravem · s pozdravom · s úctou · zdravím · üdvözlettel · tisztelettel · saygılarımla · sevgiler
    iyi çalışmalar
    с уважением · с наилучшими пожеланиями · всего доброго · z повагою · з повагою · trân trọng · cu respect
    cu stimă
    敬具 · よろしくお願いします · 此致敬礼 · 此致 · 감사합니다 · בברכה · مع التحية
""")
# Short ones, with a name on the same line.
SHORT_GREETINGS = words("gr grt grtz grts mvg groetjes groet groeten liefs br kr lg vg mfg rgds mvh kh")
GREETING_SHAPE = re.compile(
    r"(?:met |with |mit |avec |med |with my )?(?:[^\W\d_]+ ){0,2}"
    r"(?:groet|groeten|regards|grüsse|grüssen|gruss|salutations|hälsningar|hilsen|saludos|saluti|cumprimentos)"
    r"(?:,? (?:van |from |von |uit |aus |de |da )?(?:[^\W\d_]+\.? ?){1,3})?$"
)
# Said above a name without a full stop; they are the sender's words, and stay.
WISHES = phrases("""
    enjoy · enjoy your day · have fun · good luck · have a nice day · have a good one · see you · see you soon
    take care · fijne dag · fijne avond · fijn weekend · prettige dag · prettig weekend · succes · sterkte
    veel plezier · tot dan · tot morgen · tot ziens · tot gauw · tot snel · viel erfolg · viel spaß · bis bald
    bis morgen · schönen tag · bonne journée · bon courage · à bientôt
""")
THANKS = phrases("""
    thanks · thank you · many thanks · thanks a lot · thanks again · thank you very much · thx · tia
    thanks in advance
    thank you in advance · thanks so much · thanks very much · ta · ty · thank you so much · thanks for your help
    thank u
    bedankt · alvast bedankt · dank · dank u wel · dank je wel · dankjewel · dank u · bvd · b.v.d
    bij voorbaat dank
    met dank · hartelijk dank · alvast dank · vast bedankt · alvast heel erg bedankt · heel erg bedankt
    danke · vielen dank · danke schön · besten dank · herzlichen dank · danke im voraus · vielen dank im voraus
    merci · merci beaucoup · merci d'avance · gracias · muchas gracias · grazie · grazie mille · obrigado · obrigada
    tack · tack på förhand · tak · mange tak · takk · kiitos · dziękuję · dzięki · děkuji · спасибо · teşekkürler
""")

# A word alone that is no name though it stands like one: an answer, a place in the house, a day.
NO_NAMES = words("""
    ja nee ok okay oké oke okee prima akkoord bedankt dank thanks merci danke yes no fixed done klaar gereed voltooid
    opgelost keuken badkamer toilet wc woonkamer slaapkamer gang hal kelder zolder dak balkon tuin schuur meterkast lift
    verwarming lekkage verstopping schimmel deur raam slot sleutel water gas stroom elektra licht lamp kraan douche bad
    boiler ketel kitchen bathroom bedroom hall roof balcony door window lock leak heating light tap shower spoed urgent
    help hoi hallo hi hello goedemorgen goedemiddag maandag dinsdag woensdag donderdag vrijdag zaterdag zondag monday
    tuesday wednesday thursday friday saturday sunday morgen vandaag today tomorrow bijlage attachment foto photo fyi
    test reply antwoord dankjewel tbd asap rsvp nvt goed good great perfect super top mooi fijn enjoy sorry please graag
    accepted agreed geweigerd cv tv wc ac nb ps pm am bv nv vve mv meter unit
""") | phrases("""
    thank you · dank u · alvast bedankt · many thanks · dank je wel · dank je · happy new year · merry christmas
    heel erg bedankt · very urgent
""")

# Lines machines add, by program and language, anchored at the front, so that a sentence about a phone stays text.
MACHINE = alternatives(r"""
    sent (?:from|via|with|using|by|on) \S(?!.*\b(?:is|was|are|were|has|have)\b)
    send from my\s
    from my (?:iphone|ipad|ipod|android|blackberry|phone|mobile|samsung)
    someone from mobile$
    (?:get|download) \[?(?:outlook|bluemail|yahoo mail)
    outlook (?:for|voor|für|pour) (?:ios|android|mac)\b
    (?:download|verkrijg) outlook voor
    (?:dit bericht is |deze e-?mail is |mail )?(?:verstuurd|verzonden|gestuurd) (?:vanaf|vanuit|met|via|van|door)\s
    met mijn .{1,40} (?:verstuurd|verzonden)\W*$
    von meine[mrn] .{1,40} (?:gesendet|gesandt|versendet)
    gesendet (?:von|mit|über|aus)\s
    von outlook für (?:ios|android|mac) gesendet
    diese nachricht wurde (?:von|mit) .{1,60} (?:gesendet|versendet)
    (?:holen sie sich|laden sie) outlook für
    (?:envoyé|expédié|envoye) (?:depuis|de|à partir de|avec|via|par)\s
    (?:télécharger|téléchargez|obtenez|obtenir) outlook pour
    provenance\s?: courrier
    enviado (?:desde|do|a partir|pelo|con|via|de)\b
    (?:obtener|obter o) outlook para
    inviato (?:da|dal|con|tramite)\b
    (?:scarica|ottieni) outlook per
    skickat (?:från|med)\b
    hämta outlook för
    sendt (?:fra|via|med)\b
    (?:hent|få) outlook (?:til|for)
    lähetetty \S
    hanki outlook
    wysłan[eoya] (?:z|ze|przez)\b
    pobierz (?:aplikację )?outlook
    odesláno z
    отправлено (?:с|из|от|через)\b
    надіслано (?:з|із)\b
    iphone['’ı]?u?mdan gönderildi
    trimis de pe
    elküldve\s
    [從从]我的\s?.{1,30}(?:傳送|发送|發送)
    [发發]自我的
    iphoneから送信
    [내나]의? .{1,20}에서 보냄
    (?:được )?gửi từ\s
    נשלח מה
    yahoo mail: \w+
    virus-?free[. ]
    virusvrij[. ]
    (?:scanned by|gescand op virussen)\b
""")

DISCLAIMER = re.compile(
    r"\W{0,3}(?:P )?(?:disclaimer\b|confidentiality (?:notice|note)|vertrouwelijkheids|avis de confidentialité"
    r"|aviso legal"
    r"|please consider the environment|think before you print|denk aan het milieu|aan dit bericht kunnen geen rechten"
    r"|(?:bitte )?denken sie an die umwelt|pensez à l['’]environnement"
    r"|if you are not the (?:intended|named) (?:recipient|addressee)"
    r"|wenn sie nicht der (?:richtige |beabsichtigte )?adressat"
    r"|(?:indien|als) u niet de (?:beoogde |bedoelde )?(?:geadresseerde|ontvanger)"
    r"|si vous n['’]êtes pas le destinataire"
    r"|(?:dit|deze|de (?:informatie|inhoud)|informatie in|this|the information|the contents? of|diese|der inhalt"
    r"|ce|cette|le contenu|este|questo)\b"
    r".{0,40}"
    r"\b(?:e-?mail|bericht|message|mail|nachricht|courriel|communication|mensaje|messaggio|transmission)\w*.{0,120}?"
    r"\b(?:vertrouwelijk|uitsluitend|bestemd voor|niet voor u (?:is )?bestemd|confidential|privileged"
    r"|intended (?:only|solely|for)"
    r"|for the (?:sole )?use of|vertraulich|confidentiel|ausschließlich|confidencial|riservat))",
    re.IGNORECASE,
)
