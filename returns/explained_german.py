"""Why it is so, in German: a sentence for each rule and for each thing that would change it."""

GERMAN = {
    "cited": "{text} (Richtlinie {section}).",
    "rated": "{text} ({rate} von {basis}).",
    "version": "Fassung {version} der Richtlinie.",
    # Rules of eligibility
    "rule.window.default": "Die Rückgabe ist {days} Tage ab der Zustellung am {delivered} möglich.",
    "rule.window.category": "Artikel dieser Art können {days} Tage ab der Zustellung am {delivered}"
    " zurückgegeben werden.",
    "rule.window.tier": "Kunden der Stufe {tier} haben {days} Tage mehr.",
    "rule.window.season": "In der Saison {season} gekauft, ist die Rückgabe bis zum {until}"
    " möglich.",
    "rule.window.pause": "Zusätzliche Tage für die Zeit unserer Prüfung: {days}.",
    "rule.window.roll": "Der letzte Tag, der {last_day}, ist frei, deshalb zählt der {until} noch.",
    "rule.warranty": "Die Garantie deckt Mängel {months} Monate lang, bis zum {until}.",
    "rule.sealed_only": "Die Rückgabe ist nur versiegelt möglich.",
    "rule.block": "Artikel dieser Art können nicht zurückgegeben werden.",
    "rule.not_delivered": "Der Artikel ist nicht zugestellt.",
    "rule.data_incomplete": "Eine Angabe dazu fehlt, deshalb lässt es sich hier nicht entscheiden.",
    "rule.digital": "Digitale Waren können nicht zurückgegeben werden.",
    "rule.personalized": "Der Artikel wurde für Sie angefertigt und kann nicht zurückgegeben"
    " werden.",
    "rule.final_sale": "Der Artikel ist vom Umtausch ausgeschlossen.",
    "rule.already_returned": "Alle Stücke gehören schon zu einer Rückgabe.",
    "rule.order_has_request": "Zu dieser Bestellung gibt es schon eine Rückgabe.",
    # Rows of a calculation
    "rule.goods": "Was Sie für die Ware bezahlt haben: {amount}.",
    "rule.tax": "Die Steuer darauf: {amount}.",
    "rule.deduction": "Nach der Begutachtung abgezogen: {amount}.",
    "rule.rejection": "Bei der Begutachtung nicht angenommen: {amount}.",
    "rule.bundle": "Der Set-Preis entfällt: {amount}.",
    "rule.offer": "Der Rabatt der Bestellung entfällt: {amount}.",
    "rule.outbound": "Die Versandkosten der Bestellung kommen zurück: {amount}.",
    "rule.fee_tax": "Steuer auf die Gebühren: {amount}.",
    "rule.exchange": "Sie bekommen das gleiche Produkt wieder, es fließt kein Geld: {amount}.",
    "rule.replacement": "Was stattdessen zu Ihnen geht: {amount}.",
    "rule.restocking": "Die Rücknahmegebühr: {amount}.",
    "rule.shipping": "Rückversand: {amount}.",
    "rule.discount": "Der Rabatt für das Behalten: {amount}.",
    "rule.bonus": "Der Bonus auf Guthaben: {amount}.",
    "rule.waived.merchant_fault": "Der Fehler liegt bei uns, deshalb wird nichts berechnet.",
    "rule.waived.tier": "Für Ihre Stufe wird nichts berechnet.",
    "rule.waived.staff": "Jemand aus unserem Team hat Ihnen die Gebühr erlassen.",
    # What would change it
    "change.delivered": "Nach der Zustellung ist die Rückgabe möglich.",
    "change.person": "Ein Mensch kann es sich für Sie ansehen.",
    "change.earlier_case": "Eine andere Rückgabe enthält es schon: {cases}.",
    "change.window_ends.none": "Heute ist der letzte Tag.",
    "change.window_ends.one": "Noch 1 Tag, bis zum {last_day}.",
    "change.window_ends.many": "Noch {days} Tage, bis zum {last_day}.",
    "change.defect_only": "Unter der Garantie kann nur ein Mangel zurückgegeben werden.",
    "change.higher_tier": "Mit der Stufe {tier} wäre die Rückgabe bis zum {last_day} möglich"
    " gewesen.",
    "change.free_with_resolution": "Kostenlos, wenn Sie {choice} wählen.",
    "change.free_for_tier": "Kostenlos mit der Stufe {tier}.",
    "change.cheaper_shipping": "Günstiger mit {choice}: {amount}.",
}
