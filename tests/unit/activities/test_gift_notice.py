"""Who hears of a gift that comes back: who returns it, and never who bought it."""

from activities.notice import told_of
from returns import commands as c
from returns.choice_events import Recipient
from tests.builders import a_customer, a_story

MIA = Recipient("gift-mia", "Mia Berg", "mia@example.com")


async def test_the_recipient_is_told_and_the_buyer_is_not():
    story = a_story()
    await story.say(c.Start(), recipient=MIA)
    told = told_of(await story.case(), a_customer())

    assert (told.email, told.first_name) == ("mia@example.com", "Mia")


async def test_an_owner_is_told_of_their_own_return():
    story = a_story()
    await story.say(c.Start())

    assert told_of(await story.case(), a_customer()) == a_customer()
