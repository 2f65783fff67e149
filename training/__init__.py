"""The recipe of the starter model: data, training, evaluation, export. Not part of the installed package."""
