"""Charts: rows to `altair.Chart`, without Streamlit. Imported only where a chart is drawn."""
