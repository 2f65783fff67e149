"""Weights that a hub converted itself: many older models have a pickle on their main branch, and the same weights as
safetensors in a pull request that the hub's own bot has opened and nobody has merged.
"""

from __future__ import annotations

from translate.models.hub.lookup import PICKLE, WEIGHTS
from translate.models.hub.offers import Offer, ask, endpoint

BOT = "SFconvertbot"  # of huggingface.co; a pull request of anyone else is not taken


def converted(offer: Offer) -> Offer | None:
    """Return what the newest open pull request of the bot offers, None where it has none.

    Taken is only one that stands beside the very pickle that is on offer, whose SHA-256 the hub says, so that weights
    changed since are not mixed up with older ones.

    Raises:
        An error of huggingface_hub or its HTTP library, which `explained` explains.
    """
    pickles = _pickles(offer)
    for number in sorted(_numbers(offer.id) if all(pickles.values()) else (), reverse=True):
        found = ask(offer.id, f"refs/pr/{number}")
        if found.choose(WEIGHTS) and _pickles(found) == pickles:
            return found
    return None


def _numbers(model_id: str) -> list[int]:
    """Return the numbers of the bot's open pull requests; none where a model's owner lets nobody ask."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    discussions = HfApi(endpoint=endpoint()).get_repo_discussions(
        model_id, author=BOT, discussion_type="pull_request", discussion_status="open"
    )
    try:  # it is a generator, and asks when it is read
        return [
            found.num
            for found in discussions
            if found.author == BOT and found.is_pull_request and found.status == "open"
        ]
    except HfHubHTTPError as error:
        if error.response.status_code in (403, 404):
            return []
        raise


def _pickles(offer: Offer) -> dict[str, str | None]:
    return {file.name: file.sha256 for file in offer.choose(PICKLE)}
