"""Mozilla's Marian students: small int8 models that Firefox translates pages with, run by the package fxtranslate.

THE room for fxtranslate. A model is three to five files: the weights, one vocabulary or two, a shortlist of likely
target words. `store` knows where they are and gets them, `student` where the one is that comes with Warta; `model` runs
them, in processes of their own. fxtranslate decodes greedily; `network` has beams, from the weights that `marian_file`
reads, and `copying` has them copy names, which are words that `capitals` finds. `signs` carries signs of money.

https://github.com/mozilla/translations, and the package fxtranslate
"""

from translate.models.student.bundled_model import bundled
from translate.models.student.model import ModelFiles, StudentModel, examine, load
from translate.models.student.store import installed, is_folder, pull

__all__ = ["ModelFiles", "StudentModel", "bundled", "examine", "installed", "is_folder", "load", "pull"]
