"""Language models that answer a prompt: of a server, or in a local folder."""
