"""The pages, one file each; Streamlit reruns the file on every interaction."""
