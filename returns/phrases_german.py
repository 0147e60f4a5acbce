"""What the desk says in German."""

GERMAN = {
    "until": " bis zum {day}",
    "your_return": "Ihre Rückgabe",
    "this_return": "Ihre Rückgabe",
    "selection.part": "{name}, {one} von {count}",
    # Questions that go with a card
    "question.item": "{greeting} Welchen Artikel möchten Sie zurückgeben?",
    "question.reason.one": "Gefunden: {items}. Warum geben Sie den Artikel zurück?",
    "question.reason.many": "Gefunden: {items}. Warum geben Sie die Artikel zurück?",
    "question.offer": "Noch eine Möglichkeit: Sie könnten den Artikel behalten und einen Teil"
    " Ihres Geldes zurückbekommen.",
    "question.variant": "Welche Ausführung möchten Sie stattdessen?",
    "question.shipping.one": "Gut: {label}. Wie möchten Sie den Artikel zurückschicken?",
    "question.shipping.many": "Gut: {label}. Wie möchten Sie die Artikel zurückschicken?",
    "question.confirm": "Hier ist alles auf einen Blick. Soll ich die Rückgabe anlegen?",
    "question.photos": "Mit Fotos können wir schnell entscheiden. Ohne Fotos sieht sich zuerst ein"
    " Mensch Ihre Rückgabe an.",
    # Where a confirmed return stands
    "state.APPROVED": "Erledigt. Ihre Rückgabenummer ist {number}. {preparing}",
    "state.AWAITING_SHIPMENT": "Rückgabe {number} ist bereit. {send}",
    "state.IN_REVIEW": "Jemand aus unserem Team sieht sich Ihre Anfrage an, meist innerhalb von"
    " zwei Werktagen.",
    "state.IN_TRANSIT": "Rückgabe {number} ist unterwegs zu uns.",
    "state.DECIDED.until": "Rückgabe {number} wurde begutachtet, und es wurde etwas abgezogen. Sie"
    " können das bis zum {day} annehmen oder eine zweite Prüfung verlangen.",
    "state.RECEIVED": "Rückgabe {number} ist eingetroffen und wird begutachtet.",
    "state.SETTLING": "Rückgabe {number} wird abgerechnet.",
    "state.CLOSED": "Rückgabe {number} ist abgeschlossen. {settled}",
    "state.CANCELLED": "Diese Rückgabe ist abgebrochen. Sie behalten die Ware, und es wurde nichts"
    " berechnet.",
    "state.EXPIRED": "Diese Rückgabe ist abgelaufen. Solange die Frist läuft, können Sie eine neue"
    " beginnen.",
    "state.DECLINED": "Wir konnten diese Rückgabe nicht annehmen. {reason} {contact}",
    "state.open": "Ihre Rückgabe ist offen.",
    "preparing.keep": "Sie behalten den Artikel; der Rabatt wird ausgezahlt.",
    "preparing.store": "Ihr Abgabepass wird vorbereitet.",
    "preparing.label": "Ihr Etikett wird vorbereitet und erscheint gleich hier.",
    "send.store": "Zeigen Sie den Abgabepass{until} in einer unserer Filialen.",
    "send.pickup": "Ein Kurier kommt am {day}, {start}–{end}. Kleben Sie das Etikett auf das"
    " Paket.",
    "send.label": "Drucken Sie das Etikett, kleben Sie es auf das Paket und geben Sie es"
    "{until} ab.",
    "settled.exchange": "Ihr Ersatz ist bestellt: {orders}.",
    "settled.credit": "{amount} Guthaben sind auf Ihrem Konto.",
    "settled.refund": "{amount} gingen auf Ihrem Zahlungsweg zurück.",
    # What happened meanwhile
    "milestone.ready.store": "Ihr Abgabepass für {number} ist fertig.{todo}",
    "milestone.ready.label": "Ihr Etikett für {number} ist fertig.{todo}",
    "milestone.first_scanned": "Ihr Paket ist beim Paketdienst. {number} ist unterwegs zu uns.",
    "milestone.received": "Wir haben {number} erhalten und begutachten die Ware.",
    "milestone.parcel_lost": "Der Paketdienst hat {number} verloren. Sie bekommen den vollen"
    " Betrag.",
    "milestone.pickup_missed": "Der Kurier für {number} kam nicht. Wir bestellen einen neuen; Sie"
    " zahlen nichts.",
    "milestone.closed": "{number} ist abgeschlossen. {settled}",
    "milestone.nudged": "Noch da? Ihre Rückgabe ist gespeichert; machen Sie weiter, wann Sie"
    " möchten.",
    "reminder.photos": "Wir warten noch{until} auf Ihre Fotos.",
    "reminder.label": "Bitte schicken Sie {number}{until} ab; dann läuft das Etikett ab.",
    "reminder.recovery": "Sie wurden für {number} schon bezahlt. Bitte schicken Sie die Ware{until}"
    " ab.",
    # Items that were not understood
    "match.foreign": "Die Bestellung {order} gehört nicht zu Ihren Bestellungen.",
    "match.unmatched": "Ich finde „{words}“ nicht unter Ihren Bestellungen.",
    "match.ambiguous": "Was meinen Sie mit „{words}“: {names}?",
    # Answers that change nothing
    "talk.thanks": "Gern geschehen.",
    "talk.hello": "Hallo!",
    "talk.help": "Ich kann etwas für Sie zurücknehmen, nach einer Rückgabe sehen oder die"
    " Richtlinie erklären.",
    "talk.unclear": "Das habe ich nicht verstanden. Nutzen Sie die Knöpfe oder sagen Sie es mit"
    " anderen Worten. {contact}",
    "talk.no_policy": "Dazu steht nichts in unserer Rückgaberichtlinie. {contact}",
    "talk.policy": "Unsere Rückgaberichtlinie sagt:",
    "talk.no_returns": "Sie haben noch keine Rückgaben.",
    "talk.returns.one": "Sie haben eine Rückgabe:",
    "talk.returns.many": "Sie haben {n} Rückgaben:",
    "talk.no_orders": "Ich sehe keine Bestellungen von Ihnen.",
    "talk.orders": "Ihre Bestellungen:",
    "talk.no_products": "Ein solches Produkt habe ich nicht gefunden.",
    "talk.products": "Das habe ich gefunden:",
    "talk.bought": "{name} (in Ihrer Bestellung {order})",
    "talk.what_to_change": "Was möchten Sie ändern?",
    "talk.escalated": "Ich habe einen Menschen gebeten, sich das anzusehen. {contact}",
    "talk.ran_out": "Der Betrag war nicht mehr gültig, hier ist der von jetzt. {text}",
    "talk.over": "Diese Rückgabe ist seit mehr als 30 Tagen vorbei.",
    "talk.outdated": "Dieser Schritt liegt schon hinter uns",
    "talk.outdated_more": "Es wurde nichts geändert. Der aktuelle Schritt steht am Ende.",
    "talk.policy_version": "Fassung {version} der Richtlinie",
    "order.processing": "in Vorbereitung",
    "order.shipped": "unterwegs",
    "order.delivered": "zugestellt",
    "order.cancelled": "storniert",
    # What a card was answered with
    "answered.accepted": "Angenommen",
    "answered.declined": "Abgelehnt",
    "answered.confirmed": "Bestätigt",
    "answered.no_photos": "Ohne Fotos fortgefahren",
    "answered.changed": "Geändert",
    "answered.below": "Geht unten weiter",
    # Refusals
    "section": " (Richtlinie {section})",
    "not_found": "Die Bestellung {order} gehört nicht zu Ihren Bestellungen. Das sehe ich:",
    "not_possible": "Das ist hier nicht möglich.",
    "not_offered.reason": "Dieser Grund passt hier nicht; bitte wählen Sie unten einen aus.",
    "not_offered.resolution": "Das wird hier nicht angeboten; bitte wählen Sie unten aus.",
    "not_offered.shipping": "Dieser Versandweg wird hier nicht angeboten; bitte wählen Sie unten"
    " einen aus.",
    "refusal.window_over": "Die Rückgabefrist für {name} ist vorbei.",
    "refusal.not_delivered": "{name} ist noch nicht zugestellt; danach ist eine Rückgabe möglich.",
    "refusal.data_incomplete": "Zu {name} fehlt mir eine Angabe, deshalb muss jemand aus unserem"
    " Team nachsehen. {contact}",
    "refusal.final_sale": "{name} ist vom Umtausch ausgeschlossen.",
    "refusal.hygiene": "{name} kann aus Hygienegründen nicht zurückgegeben werden.",
    "refusal.personalized": "{name} wurde für Sie angefertigt und kann nicht zurückgegeben werden.",
    "refusal.digital": "{name} ist digital und kann nicht zurückgegeben werden.",
    "refusal.already_returned": "Alle Stücke von {name} gehören schon zu einer Rückgabe.",
    "refusal.qty_exceeds_remaining": "Von {name} können nur noch {rest} zurückgegeben werden.",
    "refusal.details_required": "Bitte sagen Sie mir mit ein paar Worten, was nicht stimmt.",
    "refusal.unknown_reason": "Das ist keiner der Gründe; bitte wählen Sie unten einen aus.",
    "refusal.unknown_resolution": "Das wird hier nicht angeboten; bitte wählen Sie unten aus.",
    "refusal.unknown_shipping": "Dieser Versandweg wird nicht angeboten; bitte wählen Sie unten"
    " einen aus.",
    "refusal.nothing_to_ship": "Sie behalten den Artikel, es gibt also nichts zu verschicken.",
    "refusal.nothing_selected": "Bitte wählen Sie mindestens einen Artikel aus.",
    "refusal.sealed_only": "{name} kann nur versiegelt zurückgegeben werden. Sagen Sie mir bitte,"
    " ob es noch versiegelt ist.",
    "refusal.order_has_request": "Zu dieser Bestellung gibt es schon eine Rückgabe; bitte schließen"
    " Sie erst diese ab.",
    "refusal.bundle_incomplete": "{name} kann nur als ganzes Set zurückgegeben werden.",
    "refusal.other_currency": "{name} wurde in einer anderen Währung bezahlt; bitte geben Sie es"
    " einzeln zurück.",
    "refusal.serial_unknown": "Diese Seriennummer finde ich in Ihrer Bestellung von {name} nicht.",
    "refusal.defect_only": "Die Rückgabefrist ist vorbei. Unter der Garantie kann nur ein Mangel"
    " zurückgegeben werden.",
    "refusal.not_under_warranty": "Das gibt es nur unter der Garantie; bitte wählen Sie unten aus.",
    "refusal.warranty_only": "Unter der Garantie wird das nicht angeboten; bitte wählen Sie unten"
    " aus.",
    "refusal.gift_credit_only": "Ein Geschenk wird gegen Guthaben zurückgenommen.",
    "refusal.already_discounted": "Ein Rabatt für das Behalten wurde schon ausgezahlt.",
    "refusal.nothing_offered": "Zurzeit ist kein Angebot offen.",
    "refusal.nothing_exchanged": "Hier wird nichts umgetauscht.",
    "refusal.unknown_variant": "Diese Ausführung von {name} gibt es nicht; bitte wählen Sie unten"
    " aus.",
    "refusal.too_many_packages": "Das sind mehr Pakete, als eine Rückgabe haben kann.",
    "refusal.already_scanned": "Ihr Paket ist schon beim Paketdienst, deshalb lässt sich das nicht"
    " mehr ändern.",
    "refusal.same_method": "So wird es schon verschickt.",
    "refusal.nothing_to_dispute": "Zurzeit gibt es nichts zu beanstanden.",
    "refusal.disputed_before": "Eine zweite Prüfung gab es schon.",
    "refusal.too_late_to_reopen": "Es ist zu spät, diese Rückgabe wieder aufzunehmen. {contact}",
    "refusal.no_new_returns": "Wir nehmen zurzeit keine neuen Rückgaben an. Bitte kommen Sie später"
    " wieder.",
    "refusal.no_photos": "Bitte hängen Sie mindestens ein Foto an.",
    "refusal.which_item": "Welchen der Artikel meinen Sie? Bitte wählen Sie ihn unten aus.",
}
