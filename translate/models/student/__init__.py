"""Mozilla's Marian students: small int8 models that Firefox translates pages with, run by the package fxtranslate.

THE room for fxtranslate. A model is three to five files: the weights, one vocabulary or two, a shortlist of likely
target words. `store` knows where they are and gets them, `student` where the one is that comes with Warta; `model` runs
them, in processes of their own. fxtranslate decodes greedily; `network` has beams, from the weights that `marian_file`
reads, and `copying` has them copy names, which are words that `capitals` finds. `signs` carries signs of money.

https://github.com/mozilla/translations, and the package fxtranslate. Nothing is imported here: the processes that
translate need few of the modules.
"""
