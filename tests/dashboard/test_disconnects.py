from __future__ import annotations

import logging

import pytest
from starlette.websockets import WebSocketDisconnected

from tracker.dashboard import disconnects

LOGGER = logging.getLogger("uvicorn.error")


def _logged(error: Exception, caplog: pytest.LogCaptureFixture) -> list[str]:
    caplog.clear()
    LOGGER.error("Exception in ASGI application", exc_info=error)
    LOGGER.error("something else")
    return [record.getMessage() for record in caplog.records]


def test_who_leaves_is_no_error_of_the_server(caplog: pytest.LogCaptureFixture) -> None:
    assert any(isinstance(each, disconnects.IsNews) for each in LOGGER.filters)
    assert _logged(WebSocketDisconnected("it is closed"), caplog) == ["something else"]
    assert _logged(RuntimeError("a fault"), caplog)[0] == "Exception in ASGI application"
