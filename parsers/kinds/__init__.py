"""One document kind a file, all named in registry.KINDS."""
