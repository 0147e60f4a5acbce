"""The German the embedded interpreter understands."""

from __future__ import annotations

from backends.vocabulary import Vocabulary

GERMAN = Vocabulary(
    reasons={
        "DEFECTIVE": (
            r"defekt|kaputt( gegangen)?|funktioniert( \w+)? nicht( mehr)?",
            r"geht( \w+)? nicht( mehr| an)?|(lasst|lädt|startet|schaltet) (sich )?nicht( \w+)?",
            "zersprungen|gebrochen|fehlerhaft",
        ),
        "DAMAGED": ("(be)?schadigt|zerkratzt|zerbrochen|zerrissen|verbeult|schaden|eingedruckt",),
        "WRONG_ITEM": (
            (
                "(den |das |die |einen |ein )?falsche[nrs]? (artikel|produkt|ware|modell|farbe"
                "|gerat)"
            ),
            "(was )?(falsches|anderes) (geliefert|bekommen|erhalten|geschickt)",
            "nicht (das )?was ich bestellt (habe|hatte)|nicht bestellt|falsch geliefert",
        ),
        "WRONG_SIZE": (
            "(viel |etwas |ein bisschen )?zu (klein|gross?|eng|weit|kurz|lang|breit|schmal)",
            r"passt( mir| uns)?( \w+)? nicht|falsche gross?e",
        ),
        "NOT_AS_DESCRIBED": (
            (
                "(nicht|anders) (so )?(wie|als) (beschrieben|abgebildet|erwartet|angegeben|auf"
                " dem bild)"
            ),
            "entspricht nicht( der beschreibung)?|sieht anders aus",
        ),
        "FOUND_BETTER_PRICE": (
            (
                "(woanders |anderswo |im internet )?(gunstiger|billiger)( gefunden| gesehen|"
                " bekommen)?( woanders| anderswo)?"
            ),
            "zu teuer|besserer preis",
        ),
        "ARRIVED_TOO_LATE": (
            "(kam |ist |wurde )?(viel )?zu spat( geliefert| angekommen| gekommen)?|verspatet",
        ),
        "GIFT_RETURN": (
            "(es |das |er |sie )?(war |ist )?(nur )?(ein )?geschenk(?!karte)|geschenkt bekommen",
        ),
        "CHANGED_MIND": (
            r"gefallt( mir| uns)?( \w+)? nicht( mehr)?",
            "brauche (es|ihn|sie|das) (doch )?nicht( mehr)?",
            "(nicht|keine?n?) mehr (brauche|gebraucht|haben|wollen)|nicht mehr gebraucht",
            "nicht mehr|(hab |habe )?(es |mir )*(mir )?anders uberlegt|mag (es|ihn|sie) nicht",
            "will (es|ihn|sie) nicht|versehentlich (bestellt|gekauft)|aus versehen",
        ),
    },
    resolutions={
        "FULL_REFUND": (
            "(mein |das )?geld( zuruck)?|(ruck)?erstatt(ung|en|et)|geld zuruck",
            "zuruckzahl(en|ung)",
        ),
        "STORE_CREDIT": ("(ein |das |als )?(guthaben|gutschein|gutschrift)",),
        "EXCHANGE": (
            "(um|aus)tausch(en)?|umgetauscht|tauschen|(ein |einen )?neue[ns]?( gerat| artikel)?",
        ),
        "REPLACEMENT": ("ersatz|ersetzen|ersatzlieferung",),
        "REPAIR": ("repar(atur|ieren)|repariert",),
        "KEEP_WITH_DISCOUNT": (
            (
                "((mit|gegen|fur) )?(einen |einem )?(rabatt|nachlass|preisnachlass)( und)?("
                " behalten)?"
            ),
            "behalten (mit|gegen|fur) (einen |einem )?(rabatt|nachlass|preisnachlass)",
        ),
    },
    shipping={
        "PREPAID_LABEL": (
            (
                "(ein |das |den )?(ruck|versand|retouren|rucksende|paket)*(etikett|label"
                "|aufkleber|schein)( (aus)?drucken)?"
            ),
            "per post",
        ),
        "SCHEDULE_PICKUP": ("abhol(en|ung)( lassen)?|abgeholt|kurier|holt es( bei mir)? ab",),
        "DROP_OFF": (
            "paket(shop|station|stelle)|postfiliale|zur post( bringen)?|abgeben",
            "bringe es zur post",
        ),
        "RETURN_TO_STORE": (
            (
                "(im|in den|ins|zum|in das|in der|in die) (laden|geschaft|filiale|store)("
                " (bringen|abgeben|zuruckbringen|zuruckgeben))?"
            ),
            "vor ort",
        ),
    },
    second_thoughts=("(hab |habe )?(es )?mir anders uberlegt",),
    other=("ander(er|en) grund|sonstiges|etwas anderes|anderes",),
    negations=("nicht|kein|keine|keinen|keiner|ohne|nie|statt|anstatt|anstelle",),
    close_negations=("nein|kein",),
    negation_bridges=("ein|eine|einen|einer|der|die|das|den|mehr|wirklich|von|zu",),
    alternatives=("oder",),
    return_verbs=(
        "zuruck ?(geben|schicken|senden|bringen|gebe|schicke|sende)",
        "zuruckzu(geben|schicken|senden)|retourn(ieren|iere)",
        "(ruckgabe|retoure|rucksendung)( starten| anmelden)?|umtauschen",
        "(schicke|gebe|sende) (?=.{1,60} zuruck)|geld zuruck fur",
    ),
    corrections=("doch|eigentlich|stattdessen|lieber|ich meinte|ich meine|sondern|nur|andern",),
    additions=("auch|zusatzlich|ausserdem|dazu|noch dazu|hinzufugen",),
    removals=("entfernen|entferne|ohne|behalte|weglassen",),
    determiners=(
        "der|die|das|den|dem|ein|eine|einen|mein|meine|meinen|meiner|dieser|diese|dieses|diesen",
    ),
    prepositions=("mit|zu|in|auf|an|bei|von|vom|fur|unter|uber|aus|nach|als|zum|zur|im",),
    fillers=(
        "ich|mir|mich|du|sie|er|es|wir|uns|ihr|bitte|danke|mochte|mocht|will|wurde|gerne|gern",
        "kann|konnen|konnte|habe|hab|hat|haben|ist|sind|war|und|oder|aber|dann|jetzt|noch|mal",
        "auch|doch|nur|ja|nein|zuruckgeben|zuruckschicken|zurucksenden|zuruckbringen|zuruck",
        "retournieren|umtauschen|geben|schicken|senden|hallo|eigentlich|lieber|stattdessen|der",
        "die|das|den|dem|ein|eine|einen|mein|meine|meinen|dieser|diese|dieses|bestellung|aus|von",
        "mit|fur|im|am|an|zu|so|da|meinte|brauche",
    ),
    generic_things=("artikel|ware|waren|etwas|sachen|bestellung|paket|produkte?|dinge|alles|was",),
    verbs=("war|waren|hat|hatte|wurde|kam|ist|sind|geht|funktioniert|passt|gefallt|bestellt",),
    joints=("und|sowie",),
    breaks=("weil|denn|dass|welche[rs]?|wenn|obwohl|da es|da er|da sie",),
    numbers={
        "ein": 1,
        "eine": 1,
        "einen": 1,
        "eins": 1,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "funf": 5,
        "sechs": 6,
        "sieben": 7,
        "acht": 8,
        "neun": 9,
        "zehn": 10,
    },
    both=("beide|beides",),
    all=("alle",),
    everything=(
        "alles( aus (der|dieser|meiner) bestellung)?|die (ganze|gesamte|komplette) bestellung",
    ),
    quantities=(
        "nur {n}( davon)?",
        "{n} (stuck|davon)",
        "auf {n}( andern)?",
        "mach(e|en)? {n} daraus",
    ),
    yes=(
        "ja|jawohl|jep|klar|gerne|genau|richtig|korrekt|einverstanden|bestatigen|bestatigt",
        "passt( so)?|ich bestatige( das| es)?|das (passt|stimmt|ist richtig)|stimmt( so)?",
        "in ordnung|mach(en)? (das|wir)|sieht gut aus|perfekt|los|absenden",
    ),
    no=(
        "nein|nee|noch nicht|nicht jetzt|warte|warten|moment( mal)?|stopp|halt|stimmt nicht",
        "falsch",
    ),
    opening_no=("nein|nee|noch nicht|warte",),
    courtesy=("bitte|danke|vielen dank|dankeschon|jetzt|so|dann|alles|sehr|und|das|mal|gut",),
    without_photos=("(ich habe )?keine? (fotos?|bilder|kamera)|ohne fotos?( weiter)?",),
    questions=(
        "wie|wann|wo|wer|welche[rsn]?|warum|wieso|weshalb|wozu|womit",
        "was (ist|sind|kostet|passiert|kann|muss|bedeutet)",
        (
            "(kann|konnen|konnte|darf|muss|mussen|soll|wird|werden|ist|sind|habe|hat|haben|gibt"
            "|kostet|bekomme|zahle|zahlt|bieten|nehmt) (ich|man|ihr|sie|es|wir|die|der|das|mein"
            "|meine|sie)"
        ),
    ),
    inversions=(
        "(kann|darf|muss|wird|bekomme|zahle|gibt) (ich|man|es|ihr)|wie (lange|viel|teuer|hoch)",
        "was (ist|kostet)|wo ist|wann (kommt|bekomme)",
    ),
    requests=("(kann|konnte|konnen|konnten|darf|wurden) (ich|ihr|sie|man|jemand)|wie ware es mit",),
    conditions=("wenn|falls|sobald",),
    statements=("ich (mochte|will|brauche|nehme|wurde)|bitte",),
    policy=(
        "richtlinien?|bedingungen|garantie|gewahrleistung|ruckgabefrist|regeln?|ruckgaberecht",
        "fristen?|wie lange .{0,40}(zuruck|zeit|dauert|umtausch|frist)",
        "(muss|musste) (ich|man) .{0,30}(zahlen|bezahlen|tragen)",
        "(wer|was) (zahlt|bezahlt|tragt|kostet|passiert)",
        "wie (viel|hoch|teuer) .{0,30}(kostet|ist|sind|kosten|gebuhr)",
        (
            "(kann|darf) (ich|man) .{0,40}(geoffnet|getragen|benutzt|gebraucht|reduziert|ohne"
            r"|nach \d+)\w*"
        ),
        "wie (funktioniert|lauft|geht) .{0,30}(ruckgabe|retoure|erstattung|umtausch|rucksendung)",
        "versandkosten",
    ),
    domain=(
        r"ruckgabe|zuruck\w*|retoure\w*|erstatt\w*|umtausch\w*|versand\w*|etikett|gebuhr\w*",
        r"kosten|kostet|garantie|frist\w*|paket|geld|zahlen|gutschein|guthaben|rabatt|artikel",
        r"abhol\w*|lieferung|beschadigt\w*|defekt\w*|fotos?",
    ),
    why=(
        "(aber )?(warum|wieso|weshalb)( (nicht|das|so|denn|so (viel|wenig)|ist das so))?",
        "(aber )?(warum|wieso|weshalb) (geht|kann) (das|es|ich .+) nicht( .+)?",
        "(aber )?(warum|wieso|weshalb) (die|diese|eine|der|dieser|ein) (gebuhr|betrag|abzug)",
        "(aber )?(warum|wieso|weshalb) (muss|soll) ich( .+)? (be)?zahlen",
        "(bitte )?erklaren sie( mir)? (das|den betrag|die gebuhr|den abzug)( bitte)?",
        "wie kommt (das|der betrag|die gebuhr) zustande",
    ),
    status=(
        (
            "wo (ist|bleibt) (mein|meine|das|die|der) (geld|erstattung|retoure|paket|gutschrift"
            "|etikett|guthaben|ruckgabe|ruckerstattung)"
        ),
        r"(status|stand) (meiner|der|von|zu|zur)( \w+)?|status|sendungsverfolgung",
    ),
    when_money=(
        "wann (bekomme|erhalte|kommt|kriege) .{0,20}(geld|erstattung|gutschrift|guthaben)",
    ),
    show_items=(
        (
            "(was|welche artikel|welche produkte) (kann|darf) ich (noch )?(zuruckgeben"
            "|zuruckschicken|zurucksenden|retournieren|umtauschen)"
        ),
        "zeig(e|en)?( sie)?( mir)? (die |meine |alle )*(artikel|produkte)",
    ),
    show_orders=(
        "zeig(e|en)?( sie)?( mir)? (alle )?(meine )?(letzten )?bestellung(en)?",
        "meine bestellungen",
    ),
    show_returns=(
        "zeig(e|en)?( sie)?( mir)? (alle )?(meine )?(retouren|ruckgaben)",
        "meine (retouren|ruckgaben)",
    ),
    find=(
        (
            r"(habt ihr|haben sie|gibt es|verkauft ihr|fuhrt ihr|ich suche)(?= \w)(?! (meine|eine?"
            " (frist|gebuhr|garantie)))"
        ),
    ),
    cancel=(
        (
            r"(ruckgabe|retoure|rucksendung|alles|vorgang|das)( \w+)? (abbrechen|stornieren"
            "|widerrufen)"
        ),
        r"abbrechen|storn(o|ieren)|brich (das|die \w+) ab",
    ),
    soft_cancel=(
        "vergiss es|doch nicht( zuruckgeben| zuruckschicken)?",
        "ich behalte (es|ihn|sie|das)( doch)?(?!.*(rabatt|nachlass))",
    ),
    hand_off=(
        (
            "(mit )?(eine[mnr]? |jemand(em|en)? )?(echten |richtigen )?(mitarbeiter|menschen?"
            "|person|berater|kundendienst|kundenservice|agent)(in|s)? (sprechen|reden|verbinden"
            "|chatten)"
        ),
        (
            r"(sprechen|reden) (mit|mit einem|mit einer) (menschen?|mitarbeiter\w*|person"
            r"|berater\w*|jemandem)"
        ),
        "mit jemandem (sprechen|reden)|echter mensch|echten menschen|ruckruf|ruft mich an",
    ),
    hand_off_alone=("(ein )?(mensch|mitarbeiter|berater|kundenservice|kundendienst)",),
    injections=(
        (
            "(ignorier(e|en|t)?|vergiss|missachte|umgehe) (alle |deine |die |vorherigen "
            r"|bisherigen |ihre )*(anweisung|regel|instruktion|vorgabe|richtlinie)\w*"
        ),
        (
            "ich bin (der |die |ein |eine |dein )?(admin|administrator|chef|chefin|entwickler"
            "|geschaftsfuhrer|filialleiter|besitzer)(in)?"
        ),
        r"setze? (den |die |das )?(preis|betrag|erstattung)\w* auf|(genehmige|gewahre) .{0,30}\d+",
        "tu so als",
    ),
    abuse=(
        r"(du bist|ihr seid) (ein |eine |so )?(dumm|idiot\w*|nutzlos|doof|blod)|arschloch",
        "halt die klappe|idioten?",
    ),
    off_topic=(
        "wetter|witz|gedicht|rezept|fussball|politik|wie geht es dir",
        "bist du (ein )?(mensch|roboter|bot)",
    ),
    greetings=("hallo|guten (tag|morgen|abend)|moin|servus|gruss gott|gruezi|hi",),
    thanks=(
        "danke( schon| sehr)?|vielen dank|dankeschon|tschuss|auf wiedersehen|schonen tag( noch)?",
    ),
)
