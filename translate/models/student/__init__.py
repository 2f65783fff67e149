"""Mozilla's Marian students: small int8 models that Firefox translates pages with, run by the package fxtranslate.

The only package that uses fxtranslate. A model is three to five files: the weights, one vocabulary or two, a shortlist
of likely target words. `store` finds and downloads them, and knows the folders of the bundled students; `model` runs a
model in processes of its own (`workers`, `worker`). fxtranslate decodes greedily; `beams` searches with the network of
`network`, whose weights `marian_file` reads. During the search `copying` copies names, and `figures` keeps digits to
those of the source.

https://github.com/mozilla/translations, and the package fxtranslate. Nothing is imported here: the processes that
translate need few of the modules.
"""
