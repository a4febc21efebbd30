"""Records: their vocabulary, dates, model, schema, state and references."""
