"""One file per table of results, each with `measure(names, effort, facts)`, which gives a section of Markdown."""
