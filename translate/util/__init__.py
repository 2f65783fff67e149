"""Files, threads, prompt templates and inline markup: what knows nothing of articles."""
