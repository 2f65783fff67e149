"""Models from a model hub: what is on this machine, and getting, checking, carrying and removing them.

Everything comes through huggingface_hub and into its cache, so HF_HOME, HF_TOKEN, HF_ENDPOINT and HF_HUB_OFFLINE mean
what they mean to it. Only `pull` uses the network.
"""

from translate.hub.explaining import explained, how_to_pull
from translate.hub.finding import PICKLE, WEIGHTS, cached, installed, is_installed
from translate.hub.keeping import Checked, remove, verify
from translate.hub.packing import pack, unpack
from translate.hub.pulling import pull
from translate.hub.records import FileRecord, Record, record_of, records

__all__ = [
    "PICKLE",
    "WEIGHTS",
    "Checked",
    "FileRecord",
    "Record",
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
