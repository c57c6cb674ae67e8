"""The review app (Streamlit)."""
