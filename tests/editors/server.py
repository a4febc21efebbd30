"""A client of yaml-language-server: starts it with node and speaks LSP with it over stdio."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["FOLDER", "Place", "Server", "Wrong"]

#: Where `make nightly` puts the server, at the version that the Makefile pins.
FOLDER = Path(__file__).parent.parent.parent / "build/yaml-language-server"
_MAIN = "node_modules/yaml-language-server/bin/yaml-language-server"
_INSERTED = re.compile(r"\$\{\d+[:|]([^}|]*)\|?\}|\$\{?\d+\}?")


class Wrong(NamedTuple):
    """One problem that the server reports: the line, counted from 1, and the message."""

    line: int
    message: str


class Place(NamedTuple):
    """A text and a place in it, which the mark `|` shows."""

    text: str
    line: int
    character: int

    @classmethod
    def of(cls, marked: str) -> Place:
        before, _, after = marked.partition("|")
        lines = before.split("\n")
        return cls(before + after, len(lines) - 1, len(lines[-1]))


class Server:
    """A running server, whose workspace is a registry with schemas."""

    def __init__(self, root: Path, folder: Path = FOLDER) -> None:
        self.root = root
        self.process = subprocess.Popen(
            ["node", str(folder / _MAIN), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.last = 0
        self.opened, self.version = "", 0
        self.reported: list[Any] = []
        self.settings = {
            "schemas": {
                "./schema/prediction.schema.json": "predictions/**/*.yaml",
                "./schema/people.schema.json": "seeds/people.yaml",
                "./schema/card.schema.json": ["seeds/**/*.yaml", "!seeds/people.yaml"],
            },
            "schemaStore": {"enable": False},
            "validate": True,
            "hover": True,
            "completion": True,
        }
        markdown = ["markdown", "plaintext"]
        item = {"snippetSupport": True, "documentationFormat": markdown}
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": root.as_uri(),
                "workspaceFolders": [{"uri": root.as_uri(), "name": "registry"}],
                "capabilities": {
                    "textDocument": {
                        "completion": {"completionItem": item},
                        "hover": {"contentFormat": markdown},
                    },
                    "workspace": {"configuration": True, "workspaceFolders": True},
                },
            },
        )
        self.say("initialized", {})
        self.say("workspace/didChangeConfiguration", {"settings": {"yaml": self.settings}})

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()

    # --- what editors ask for ---

    def problems(self, name: str, text: str) -> list[Wrong]:
        """What the server says of a file with this text."""
        self._open(name, text)
        return [
            Wrong(each["range"]["start"]["line"] + 1, each["message"]) for each in self.reported
        ]

    def completions(self, name: str, marked: str) -> list[Any]:
        """What the server proposes at the mark."""
        answer = self.ask("textDocument/completion", self._at(name, Place.of(marked)))
        items: list[Any] = answer["items"] if isinstance(answer, dict) else answer or []
        return items

    def hover(self, name: str, marked: str) -> str:
        """What the server shows at the mark."""
        answer = self.ask("textDocument/hover", self._at(name, Place.of(marked)))
        return str(answer["contents"]["value"]) if answer else ""

    def completed(self, name: str, marked: str, label: str, kind: int | None = None) -> str:
        """The text after choosing the proposal `label`, its stops empty or with their defaults."""
        place = Place.of(marked)
        items = [
            each
            for each in self.completions(name, marked)
            if each["label"] == label and kind in (None, each["kind"])
        ]
        assert len(items) == 1, [each["label"] for each in items]
        new = items[0].get("textEdit", {}).get("newText", items[0]["insertText"])
        lines = place.text.split("\n")
        line = lines[place.line]
        span = items[0].get("textEdit", {}).get("range", {})
        start = span.get("start", {}).get("character", place.character)
        end = span.get("end", {}).get("character", place.character)
        # An editor puts the line's own indentation before each further line.
        indent = " " * (len(line) - len(line.lstrip(" ")))
        inserted = _INSERTED.sub(lambda match: match[1] or "", new).replace("\n", "\n" + indent)
        lines[place.line] = line[:start] + inserted + line[end:]
        return "\n".join(lines)

    def _at(self, name: str, place: Place) -> dict[str, Any]:
        uri = self._open(name, place.text)
        position = {"line": place.line, "character": place.character}
        return {"textDocument": {"uri": uri}, "position": position}

    def _open(self, name: str, text: str) -> str:
        """Open a file in place of the last one, and wait until the server has examined it."""
        if self.opened:
            self.say("textDocument/didClose", {"textDocument": {"uri": self.opened}})
            self._wait(self.opened)
        self.opened = (self.root / name).as_uri()
        self.version += 1  # the server keeps what it has read of a version
        document = {
            "uri": self.opened,
            "languageId": "yaml",
            "version": self.version,
            "text": text,
        }
        self.say("textDocument/didOpen", {"textDocument": document})
        self._wait(self.opened)
        return self.opened

    def _wait(self, uri: str) -> None:
        """Read until the server has reported the problems of a file."""
        while True:
            message = self._read()
            params: Any = message.get("params")
            is_report = message.get("method") == "textDocument/publishDiagnostics"
            if is_report and params["uri"] == uri:
                self.reported = params["diagnostics"]
                return

    # --- the protocol ---

    def ask(self, method: str, params: object) -> Any:
        """Send a request and wait for its answer."""
        self.last += 1
        self._send({"id": self.last, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self.last and "method" not in message:
                assert "error" not in message, message
                return message.get("result")

    def say(self, method: str, params: object) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        """The next message; requests of the server are answered."""
        stream = self.process.stdout
        assert stream is not None
        length = 0
        while (line := stream.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(stream.read(length))
        if message.get("method") == "workspace/configuration":
            wanted = [each.get("section") for each in message["params"]["items"]]
            result = [self.settings if section == "yaml" else {} for section in wanted]
            self._send({"id": message["id"], "result": result})
        elif "id" in message and "method" in message:
            self._send({"id": message["id"], "result": None})
        return message
