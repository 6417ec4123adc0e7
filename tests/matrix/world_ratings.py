"""A link by which somebody rates themselves, and somebody who was asked what the service was like."""

from datetime import timedelta

from cairn.access.actors import Actor
from cairn.cases.models import Feedback
from cairn.intake.actions import feedback, ratings
from cairn.intake.actions.feedback import NewAsking
from cairn.intake.actions.ratings import NewRating
from cairn.kernel import clock
from cairn.people.actions import consents
from cairn.people.actions.consents import NewConsent
from tests.matrix.world_doors import Things


def rated_and_asked(by: Actor, things: Things) -> Things:
    new = NewRating(episode_uid=things["episode"], scales=["phq9"])
    rating = ratings.make(by=by, ratings=[new], languages=["english"]).one
    ended = NewRating(episode_uid=things["closed_episode"], scales=["phq9"], lasting=True)
    asleep = ratings.make(by=by, ratings=[ended], languages=["english"]).one
    told = NewConsent(client_uid=things["client"], purpose="contact_after", state="given", how="spoken")
    consents.record(by=by, consents=[told])
    with clock.fixed(clock.now() + timedelta(days=3 * 366)):
        asking = NewAsking(episode_uid=things["episode"], why="yearly_active")
        asked = feedback.ask(by=by, askings=[asking], languages=["english"]).one
    Feedback.objects.filter(pk=asked.row.feedback_id).update(asked_date=clock.today())
    return {
        "rating": str(rating.row.uid), "rating_token": rating.token, "feedback": str(asked.row.feedback.uid),
        "feedback_token": asked.token, "asleep_token": asleep.token,
    }  # fmt: skip
