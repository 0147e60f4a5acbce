"""The words of a query: which of them tell something, and which others mean the same."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")

# Words of a question that do not say what it is about.
_STOPS = """
    a able about after again ago all already also am an and any anyone anything are as ask at be
    because been before being but by can could did do does doing done don else ever every find for
    from get gets getting give go going got had has have having he hello help her here hey hi him
    his how i if in into is it its just know let like ll long look made make many may me might mine
    more most much must my need no not now of off on once one only or other our out over own per
    please put really re s same say see shall she should show so some someone something still such
    sure t take tell than thank thanks that the their them then there these they thing things this
    those though to too under until up us use very want was way we well were what whats when where
    whether which while who whom whose why will wish with within without won would yes yet you your
    yours ve d m say says said told trying try happen happens happened happening back come came
    comes coming house send sent stuff somewhere doesnt dont cant isnt didnt wont havent hasnt wasnt
    arent couldnt wouldnt im ive ill id youre thats whats theres
"""
_STOP_WORDS = frozenset(_STOPS.split())

# Words customers use for the words policies and catalogs use; each set means about one thing.
_MEANINGS = (
    "broken damaged defective faulty cracked smashed shattered malfunctioning scratched torn",
    "work works defective faulty",
    "dispute disagree appeal contest object agree",
    "share store",
    "refund reimbursement reimburse repay moneyback",
    "exchange swap replace replacement switch trade",
    "ship shipping postage mail post mailing",
    "fee charge cost deduction",
    "pickup collect collection courier driver",
    "box packaging package carton pack packing",
    "store shop branch till",
    "final clearance outlet",
    "sale clearance outlet",
    "gift present",
    "window deadline timeframe days period",
    "late delayed expired overdue",
    "warranty guarantee faulty",
    "cancel withdraw abort revoke",
    "human person agent representative people staff",
    "photo photos picture pictures image",
    "privacy personal data gdpr",
    "erase erasure delete remove",
    "personalized personalised engraved custom customized monogrammed",
    "underwear bra panties boxers briefs lingerie",
    "swimwear swimsuit bikini trunks swim",
    "earrings earring jewelry",
    "laptop notebook computer",
    "tv television display screen monitor",
    "headphones headset earphones",
    "earbuds earphones buds",
    "charger adapter charging",
    "plug outlet socket",
    "hoodie jumper pullover sweater",
    "shoes sneakers trainers",
    "pants trousers jeans",
    "shirt tee blouse",
    "coat jacket raincoat",
    "sofa couch",
    "cup mug",
    "fridge refrigerator",
    "cheaper price",
    "small bigger smaller larger tight loose size fit fits",
    "color colour",
    "quote offer",
    "label sticker",
    "digital download downloadable voucher giftcard",
    "member membership tier loyalty gold platinum silver",
    "holiday weekend",
)


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text, lower-cased and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _WORD.findall(kept.replace("_", " ").replace("'", "").replace("\u2019", ""))


def telling_words(text: str) -> list[str]:
    """Return the words that say what a question is about, each once, in order."""
    return [word for word in dict.fromkeys(words_of(text)) if word not in _STOP_WORDS]


def same_meaning(word: str) -> frozenset[str]:
    """Return the other words that mean about the same."""
    return _SYNONYMS.get(word, frozenset())


def _synonyms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for meaning in _MEANINGS:
        words = set(meaning.split())
        for word in words:
            found.setdefault(word, set()).update(words - {word})
    return {word: frozenset(others) for word, others in found.items()}


_SYNONYMS = _synonyms()
