"""The notices in German: each has a subject and a text."""

GERMAN = {
    "letter": "Guten Tag {first_name},\n\n{body}\n\n{shop}\n{contact}\n",
    "logistics_ready.subject": "Ihre Rückgabe {number} kann abgeschickt werden",
    "logistics_ready.store": "Bringen Sie die Ware und Ihren Abgabepass in eine unserer Filialen,"
    " Frist: {until}.",
    "logistics_ready.label": "Ihr Etikett liegt in der Unterhaltung. Gültig bis: {until}.",
    "logistics_ready.tracking": "Sendungsnummer: {tracking}.",
    "logistics_ready.pickup": "Ein Kurier kommt am {day}, {start}-{end}.",
    "two_weeks": "in zwei Wochen",
    "soon": "demnächst",
    "received.subject": "Wir haben Ihre Rückgabe {number} erhalten",
    "received.text": "Wir begutachten sie jetzt.",
    "parcel_lost.subject": "Der Paketdienst hat Ihre Rückgabe {number} verloren",
    "parcel_lost.text": "Sie müssen nichts tun: Sie bekommen den vollen Betrag.",
    "pickup_missed.subject": "Der Kurier für Ihre Rückgabe {number} kam nicht",
    "pickup_missed.text": "Wir haben eine neue Abholung bestellt. Sie zahlen nicht doppelt, und Ihr"
    " Etikett bleibt gültig.",
    "decided.subject": "Ihre Rückgabe {number} wurde begutachtet",
    "decided.text": "Nach der Begutachtung abgezogen:\n{taken}\n\n{until}",
    "decided.row": "- {amount} (Richtlinie {section})",
    "decided.until": "Sagen Sie uns bis zum {day}, wenn Sie nicht einverstanden sind.",
    "closed.subject": "Ihre Rückgabe {number} ist abgeschlossen",
    "closed.exchange": "Ihr Ersatz ist unterwegs: Bestellung {orders}.",
    "closed.nothing": "Alles ist abgerechnet.",
    "closed.credit": "{amount} wurden Ihrem Guthaben gutgeschrieben.",
    "closed.refund": "{amount} sind auf Ihrem Zahlungsweg unterwegs zu Ihnen.",
    "cancelled.subject": "Ihre Rückgabe {number} ist abgebrochen",
    "cancelled.text": "Bitte benutzen Sie das Etikett nicht. Es wurde nichts berechnet, und Sie"
    " behalten die Ware.",
    "expired.subject": "Ihre Rückgabe {number} ist abgelaufen",
    "expired.text": "Das Etikett gilt nicht mehr. Solange die Frist läuft, können Sie eine neue"
    " Rückgabe beginnen.",
    "declined.subject": "Zu Ihrer Rückgabeanfrage",
    "declined.text": "{reason} Wenn Sie nicht einverstanden sind, antworten Sie auf diese"
    " Nachricht.",
    "label.subject": "Bitte schicken Sie Ihre Rückgabe {number} ab",
    "label.text": "Gültigkeit des Etiketts: {until}.",
    "recovery.subject": "Bitte schicken Sie Ihre Rückgabe {number} ab",
    "recovery.text": "Sie wurden schon bezahlt; die Ware steht noch aus.",
    "photos.subject": "Wir warten auf Ihre Fotos",
    "photos.text": "Bitte fügen Sie sie der Unterhaltung hinzu, Frist: {until}.",
}
