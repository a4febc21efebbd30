"""Silence Streamlit's traceback when a client disconnects.

Its server mistakes a closed connection for a text frame, and logs a traceback whenever a tab is
closed (streamlit 1.67, `_websocket_endpoint`).
"""

from __future__ import annotations

import logging

__all__ = ["IsNews"]


class IsNews(logging.Filter):
    """Lets all through but the tale of a connection that its reader has closed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is to be written."""
        error = record.exc_info[1] if record.exc_info else None
        # By name: it is starlette's, which Streamlit brings along, and older ones have none.
        return type(error).__name__ != "WebSocketDisconnected"


logging.getLogger("uvicorn.error").addFilter(IsNews())
