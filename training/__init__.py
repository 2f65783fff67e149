"""The recipes of the models that come with Warta: data, training, evaluation, export. No part of the package."""
