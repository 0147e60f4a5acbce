"""The French the embedded interpreter understands."""

from __future__ import annotations

from backends.vocabulary import Vocabulary

FRENCH = Vocabulary(
    reasons={
        "DEFECTIVE": (
            "(ne |n')?(marche|fonctionne|demarre|s'allume|charge) (pas|plus)|en panne",
            "defectueu(x|se)|ne (s'allume|se charge) (pas|plus)|casse(e|es|s)?|hors service",
            "fissure(e|s)?",
        ),
        "DAMAGED": ("(tout |completement )?(endommage|abime|raye|dechire|brise|cabosse)(e|es|s)?",),
        "WRONG_ITEM": (
            "(le |un |au )?mauvais (article|produit|modele|colis)|(la |une )?mauvaise couleur",
            (
                "(ce n'est |c'est )?pas (ce que|celui que|l'article que|la couleur que) j'ai"
                " (commande|achete)e?"
            ),
            r"erreur (d'article|de produit|de commande)|(recu|envoye) (autre chose|un autre \w+)",
        ),
        "WRONG_SIZE": (
            "(beaucoup |un peu )?trop (petit|grand|serre|large|court|long|etroit)e?s?",
            "(ne |n')?(me )?va pas|mauvaise taille|pas (a )?(la bonne|ma) taille",
        ),
        "NOT_AS_DESCRIBED": (
            "(ne )?(correspond|ressemble) pas( a la (description|photo))?|non conforme",
            "pas conforme|pas comme (decrit|sur la photo|annonce)",
            "different de la (photo|description)",
        ),
        "FOUND_BETTER_PRICE": (
            "(trouve |vu )?(moins cher|a meilleur prix)( ailleurs| sur un autre site)?|trop cher",
            "meilleur prix",
        ),
        "ARRIVED_TOO_LATE": (
            "(est )?(arrive|livre)e? (beaucoup )?(trop tard|en retard)|trop tard|en retard",
        ),
        "GIFT_RETURN": ("(c'etait |c'est |un )*(un )?cadeau|on me l'a offerte?|(recu )?en cadeau",),
        "CHANGED_MIND": (
            "change d'avis|(je )?(ne |n')?(en |l')?(veux|aime|ai) (plus|pas) (besoin)?",
            "(ne |n')?(me )?plait (pas|plus)|(plus|pas) besoin|(n')?aime pas|par erreur",
            "(n')?en veux plus",
        ),
    },
    resolutions={
        "FULL_REFUND": (
            "(un |le |etre |me faire )*rembours(ement|e|er|ez)(-moi)?|(mon |l')?argent",
        ),
        "STORE_CREDIT": ("(un |en )?(avoir|bon d'achat|credit( boutique)?)",),
        "EXCHANGE": ("(un |l')?echang(e|er|ez)|(un|une) (neuf|neuve|nouveau|nouvelle|autre)",),
        "REPLACEMENT": ("(un )?remplac(ement|er|ez)",),
        "REPAIR": ("repar(ation|er|ez)",),
        "KEEP_WITH_DISCOUNT": (
            (
                r"(le |la |les )?garder?( \w+)? (avec|contre|pour) (une |un )?(remise|rabais"
                "|reduction)"
            ),
            "(une |un )?(remise|rabais|reduction)",
        ),
    },
    shipping={
        "PREPAID_LABEL": (
            "(une |l'|imprimer |l'imprimer )*etiquette( prepayee| de retour)?|par la poste",
        ),
        "SCHEDULE_PICKUP": (
            "enlevement( a domicile)?|(venir )?(le |la |les )?(chercher|recuperer)( chez moi)?",
            "coursier|collecte",
        ),
        "DROP_OFF": (
            "(en |au |dans un )?(point|relais|depot)( relais| de depot)?",
            "(a |au )?(la poste|bureau de poste)|deposer",
        ),
        "RETURN_TO_STORE": (
            (
                "((le |la |l')?(rapporter|ramener|deposer|rendre) )?(en|au|dans le|dans un|a la)"
                " (magasin|boutique)"
            ),
        ),
    },
    second_thoughts=("change d'avis",),
    other=("autre( raison| chose)?",),
    negations=("pas|sans|jamais|plutot que|au lieu (de|d')|ni|plus",),
    close_negations=("non|aucun|aucune",),
    negation_bridges=("de|d'|du|un|une|le|la|les|vraiment|tout",),
    alternatives=("ou",),
    return_verbs=(
        "retourner|renvoyer|rendre|rapporter|retourne|renvoie|retour(?! en)|faire un retour",
    ),
    corrections=(
        "en fait|plutot|finalement|je voulais dire|je veux dire|a la place|seulement|changer",
    ),
    additions=("aussi|egalement|ajouter|ajoute|ajoutez|en plus",),
    removals=("enlever|retirer|enleve|retire|sans|garder",),
    determiners=("le|la|les|un|une|des|mon|ma|mes|ce|cet|cette|ces|l|d",),
    prepositions=("avec|a|au|aux|dans|sur|par|de|du|pour|en|chez|sous",),
    fillers=(
        "je|j|j'ai|tu|il|elle|on|nous|vous|me|moi|ne|n|pas|veux|voudrais|souhaite|souhaiterais",
        "aimerais|dois|peux|puis|pouvez|pourrais|faire|ai|est|sont|etait|et|ou|mais|donc|aussi",
        "oui|non|merci|bonjour|svp|plait|s'il|retourner|renvoyer|rendre|rapporter|echanger",
        "commande|commander|de|du|des|le|la|les|un|une|mon|ma|mes|ce|cet|cette|en|fait|plutot",
        "finalement|pour|avec|dans|sur|l|d|c'est|ajouter|ajoute|vouloir|voulais|dire|seulement",
        "veut",
    ),
    generic_things=("articles?|produits?|chose|choses|quelque|commande|colis|achats?|tout|retour",),
    verbs=("est|sont|etait|a|ont|marche|fonctionne|arrive|recu|commande|achete|va|veux",),
    joints=("et|ainsi que",),
    breaks=("parce que?|parce qu|car|qui|que|puisque|comme|quand|si",),
    numbers={
        "un": 1,
        "une": 1,
        "deux": 2,
        "trois": 3,
        "quatre": 4,
        "cinq": 5,
        "sept": 7,
        "huit": 8,
        "neuf": 9,
        "dix": 10,
    },
    both=("les deux|tous les deux",),
    all=("tous|toutes",),
    everything=("tout|toute (la|ma) commande|la commande entiere",),
    quantities=(
        "(plutot|seulement|juste) {n}",
        "{n} (pieces|unites)",
        "(mets|mettez|passer? a) {n}",
        "j'en veux {n}",
    ),
    yes=(
        "oui|ouais|d'accord|bien sur|exactement|parfait|c'est (bon|ca|parfait|correct)|entendu",
        "correct|(je )?confirme(r|z)?( le retour)?|allez-y|vas-y|valide(r|z)?|ca me va|tres bien",
    ),
    no=(
        "non|pas encore|attend(s|ez)|un (instant|moment)|stop|pas maintenant",
        "ce n'est pas (ca|bon)",
    ),
    opening_no=("non|pas encore|attend(s|ez)",),
    courtesy=(
        "merci( beaucoup)?|s'il (vous|te) plait|svp|alors|bien|et|tout|maintenant|c'est tout",
    ),
    without_photos=("(je n'ai )?pas (de|d') ?(photos?|images?)|sans photos?",),
    questions=(
        "comment|combien|quand|quel(le)?s?|pourquoi|ou (est|en est|sont)|qui|est-ce que?",
        "est-ce qu|qu'est-ce|quoi|que se passe",
        "(puis|peut|pouvez|dois|doit|avez|vendez|acceptez|faut|pourrais)[ -](je|on|vous|il)",
    ),
    inversions=(
        "(puis|peut|dois|pouvez|avez)[ -](je|on|vous)|combien|comment|quel(le)?s?|est-ce qu",
    ),
    requests=(
        "(puis|peut|pouvez|pourriez|pourrais)[ -](je|on|vous)|est-ce que (je peux|vous pouvez)",
        "c'est possible (de|d')",
    ),
    conditions=("si|quand|lorsque",),
    statements=("je (veux|voudrais|souhaite|prends)|merci de",),
    policy=(
        r"politique( de retour)?|conditions|garantie|delais?|frais( de \w+)?|regles?|reglement",
        "combien de (temps|jours)|(dois|doit|faut)[ -]?(je|on|il)? ?.{0,20}payer|qui (paie|paye)",
        "c'est gratuit",
        r"(puis|peut)[ -](je|on) .{0,40}(ouvert|porte|utilise|solde|sans|apres \d+)\w*",
        "comment (fonctionne|marche|se passe)",
    ),
    domain=(
        r"retour\w*|rembours\w*|echang\w*|livraison|etiquette|frais|garantie|delais?|colis|argent",
        r"payer|avoir|remise|articles?|enlevement|endommage\w*|photos?|gratuit\w*",
    ),
    why=(
        "(mais )?pourquoi( (pas|ca|cela|donc|si peu|autant|c'est comme ca))?",
        "(mais )?pourquoi (je ne peux pas|ce n'est pas possible|c'est impossible)( .+)?",
        "(mais )?pourquoi (ces|des|les|cette|ce|une?|le) (frais|deduction|montant)",
        "(mais )?pourquoi (dois[- ]je|je dois) payer( .+)?",
        "expliquez[- ](moi|le|moi (ca|cela|le montant|les frais))( .+)?",
        "comment (avez[- ]vous )?calcule (ca|cela|le montant|les frais)",
    ),
    status=(
        (
            "ou (est|en est|sont) (mon|ma|le|mes) (remboursement|retour|colis|argent|avoir"
            "|etiquette|commande)"
        ),
        "(statut|etat|suivi) (de |du )?(mon |ma |le )?(retour|remboursement|colis|commande)",
        "statut",
    ),
    when_money=(r"quand .{0,30}(rembourse\w*|argent|avoir)",),
    show_items=(
        (
            "(que|quoi|quels articles|qu'est-ce que) (puis-je|je peux|peut-on|est-ce que je peux)"
            " (retourner|renvoyer|rendre)"
        ),
        "(montre|affiche)(z|r)?(-moi)? (les |mes )(articles|produits)",
    ),
    show_orders=("(montre|affiche|voir)(z|r)?(-moi)? (toutes )?(mes|les) commandes|mes commandes",),
    show_returns=("(montre|affiche|voir)(z|r)?(-moi)? (tous )?(mes|les) retours|mes retours",),
    find=(r"(avez-vous|vendez-vous|je cherche|vous avez|recherche)(?= \w)",),
    cancel=("annul(er|e|ez)( (mon|le|ce|tout)( retour)?)?|arreter le retour",),
    soft_cancel=(
        "laisse(z)? tomber|oublie(z)?|je (le |la )?garde(?!.*(remise|rabais|reduction))",
        "ne veux plus (le |la )?(retourner|renvoyer|rendre)",
    ),
    hand_off=(
        (
            "(parler|discuter|echanger) (a|avec) (un |une |quelqu'un|votre )*(conseiller"
            "|conseillere|humain|personne|agent|employe|responsable|service client)?(?= ?|$)"
        ),
        "(un|une) (vrai|vraie) (personne|humain|conseiller)|service client",
        "(contacter|joindre|veux) (un |le |une )(conseiller|agent|humain|service client)",
        "rappelez-moi",
    ),
    hand_off_alone=("(un )?(humain|conseiller|conseillere|agent|responsable)",),
    injections=(
        (
            "(ignore|oublie|contourne)(z|r)? (toutes |tes |vos |les |ces )*(instruction|regle"
            r"|consigne|directive)s?( \w+)?"
        ),
        (
            "je suis (le |la |l'|un |une |ton |votre )?(admin|administrateur|administratrice"
            "|directeur|gerant|developpeur|patron|proprietaire)"
        ),
        r"(mets|fixe|change)(z|r)? le (prix|montant) a|approuve(z|r)? .{0,30}\d+|fais comme si",
    ),
    abuse=(
        (
            "(tu es|vous etes|t'es) (un |une |des |trop )?(idiot|con|nul|stupide|debile|imbecile"
            r"|inutile)\w*"
        ),
        "connard|ta gueule",
    ),
    off_topic=(
        "meteo|blague|poeme|recette|football|politique|comment (vas-tu|allez-vous|ca va)",
        "es-tu (un )?(robot|humain)",
    ),
    greetings=("bonjour|bonsoir|salut|coucou|bonne journee",),
    thanks=("merci( beaucoup| bien)?|au revoir|bonne (journee|soiree)|a bientot",),
)
