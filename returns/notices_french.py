"""The notices in French: each has a subject and a text."""

FRENCH = {
    "letter": "Bonjour {first_name},\n\n{body}\n\n{shop}\n{contact}\n",
    "logistics_ready.subject": "Votre retour {number} est prêt à être envoyé",
    "logistics_ready.store": "Apportez les articles et votre bon de dépôt dans l'un de nos"
    " magasins, date limite : {until}.",
    "logistics_ready.label": "Votre étiquette est dans la conversation, date limite : {until}.",
    "logistics_ready.tracking": "Numéro de suivi : {tracking}.",
    "logistics_ready.pickup": "Un coursier passe le {day}, {start}-{end}.",
    "two_weeks": "dans deux semaines",
    "soon": "bientôt",
    "received.subject": "Nous avons reçu votre retour {number}",
    "received.text": "Nous le contrôlons maintenant.",
    "parcel_lost.subject": "Le transporteur a perdu votre retour {number}",
    "parcel_lost.text": "Vous n'avez rien à faire : vous êtes payé en totalité.",
    "pickup_missed.subject": "Le coursier pour votre retour {number} n'est pas venu",
    "pickup_missed.text": "Nous avons réservé un autre passage. Vous ne payez pas deux fois, et"
    " votre étiquette reste valable.",
    "decided.subject": "Votre retour {number} a été contrôlé",
    "decided.text": "Déduit après le contrôle :\n{taken}\n\n{until}",
    "decided.row": "- {amount} (conditions, {section})",
    "decided.until": "Dites-le-nous avant le {day} si vous n'êtes pas d'accord.",
    "closed.subject": "Votre retour {number} est terminé",
    "closed.exchange": "Votre remplacement est en route : commande {orders}.",
    "closed.nothing": "Tout est réglé.",
    "closed.credit": "{amount} ont été ajoutés à votre avoir.",
    "closed.refund": "{amount} sont en route vers votre moyen de paiement.",
    "cancelled.subject": "Votre retour {number} est annulé",
    "cancelled.text": "N'utilisez pas l'étiquette. Rien n'a été facturé, et vous gardez les"
    " articles.",
    "expired.subject": "Votre retour {number} a expiré",
    "expired.text": "L'étiquette n'est plus valable. Vous pouvez commencer un nouveau retour tant"
    " que le délai court.",
    "declined.subject": "À propos de votre demande de retour",
    "declined.text": "{reason} Si vous n'êtes pas d'accord, répondez à ce message.",
    "label.subject": "Merci d'envoyer votre retour {number}",
    "label.text": "Validité de l'étiquette : {until}.",
    "recovery.subject": "Merci d'envoyer votre retour {number}",
    "recovery.text": "Vous avez déjà été payé ; les articles sont attendus.",
    "photos.subject": "Nous attendons vos photos",
    "photos.text": "Ajoutez-les à la conversation, date limite : {until}.",
}
