"""What a record is: its words, dates, model, schema, state and references."""
