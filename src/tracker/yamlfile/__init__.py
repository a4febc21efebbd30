"""One YAML file: its text, its plain values and the place of each."""
