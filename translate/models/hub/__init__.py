"""Models of a model hub: find, pull, verify, pack, unpack and remove them.

Downloads go through huggingface_hub into its cache, so HF_HOME, HF_TOKEN, HF_ENDPOINT and HF_HUB_OFFLINE work as usual.
Only `pull` uses the network.
"""

from translate.models.hub.error_messages import explained, how_to_pull
from translate.models.hub.integrity import VerifyResult, remove, verify
from translate.models.hub.lookup import PICKLE, WEIGHTS, cached, installed, is_installed
from translate.models.hub.packing import pack, unpack
from translate.models.hub.pulling import pull
from translate.models.hub.records import FileRecord, ModelRecord, record_of, records

__all__ = [
    "PICKLE",
    "WEIGHTS",
    "FileRecord",
    "ModelRecord",
    "VerifyResult",
    "cached",
    "explained",
    "how_to_pull",
    "installed",
    "is_installed",
    "pack",
    "pull",
    "record_of",
    "records",
    "remove",
    "unpack",
    "verify",
]
