"""From a translation to its brief: summarizers, facts, and the lines they make."""
