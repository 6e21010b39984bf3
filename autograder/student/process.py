"""A student's process: runs the student's cells and answers calls of the student's functions."""

from __future__ import annotations

import dataclasses
import os
import random
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from autograder.student.shell import Shell, redirect
from autograder.wire import calls, plain
from autograder.wire.frames import Channel, Closed, Function


def work(shell: Shell, folder: str, connection: socket.socket) -> None:
    """Answers requests until the other side closes the connection.

    Arguments:
        shell: the notebook's, which no cell has run in yet.
        folder: the submission's own folder, which becomes the current one.
        connection: to the checker.
    """
    os.chdir(folder)
    os.environ["HOME"] = folder
    random.seed()
    np.random.seed()
    redirect(shell)
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # how the checker ends a cell that takes too long
    channel = Channel(connection)
    channel.send({"ready": True})  # what ends before this is not the student's doing
    process = Process(shell, channel)
    while True:
        try:
            process.answer()
        except Closed:
            return
        except KeyboardInterrupt:
            continue  # it came too late: the cell had just ended


class Process:
    """Answers requests: each is a dict with an `id` and what to `do`."""

    def __init__(self, shell: Shell, channel: Channel) -> None:
        self._shell, self._channel = shell, channel
        self._taken: dict[str, Any] = {}

    def answer(self) -> None:
        """Answers the next request."""
        request = self._channel.receive(None)
        if request["do"] == "run":
            outputs, count = self._shell.run(request["source"])
            answer = {"outputs": outputs, "count": count}
        elif request["do"] == "write":
            answer = {"error": _append(Path(request["path"]), request["data"])}
        elif request["do"] == "stand in":
            self._shell.user_ns.update({name: self._called_back(name) for name in request["names"]})
            answer = {}
        elif request["do"] == "take away":
            self._taken[request["name"]] = self._shell.user_ns.pop(request["name"], None)
            answer = {}
        elif request["do"] == "put back":
            self._shell.user_ns[request["name"]] = self._taken.pop(request["name"])
            answer = {}
        elif request["do"] == "look up":
            answer = self._look_up(request["name"])
        else:
            answer = {"answers": self._calls(request)}
        self._channel.send({"id": request["id"], **answer})

    def _look_up(self, name: str) -> dict[str, Any]:
        """What the notebook defines under a name."""
        if name not in self._shell.user_ns or name in self._shell.user_ns_hidden:
            return {"kind": "missing"}
        value = self._shell.user_ns[name]
        if callable(value):
            return {"kind": "function"}
        try:
            return {"kind": "value", "value": plain.copy(value)}
        except (plain.NotPlain, RecursionError):
            return {"kind": "other"}

    def _calls(self, request: dict[str, Any]) -> list[dict[str, Any]]:
        function = self._shell.user_ns[request["name"]]
        try:
            return [self._call(function, call, strict=request["strict"]) for call in request["calls"]]
        except KeyboardInterrupt:  # the time is up: nobody waits for these answers any more
            return []

    def _call(self, function: Callable[..., Any], call: dict[str, Any], *, strict: bool) -> dict[str, Any]:
        args = tuple(map(self._received, call["args"]))
        kwargs = {name: self._received(value) for name, value in call["kwargs"].items()}
        done = calls.perform(function, args, kwargs, strict=strict)
        said = {**vars(done), "raised": done.raised and dataclasses.astuple(done.raised)}
        return {name: value for name, value in said.items() if name == "value" or value}  # most is empty

    def _received(self, value: Any) -> Any:
        """An argument; the number of a function of the checker's becomes a function that calls it."""
        return self._called_back(value.number) if type(value) is Function else value

    def _called_back(self, name: int | str) -> Callable[..., Any]:
        """A function that the checker runs when it is called here."""

        def callback(*args: Any, **kwargs: Any) -> Any:
            self._channel.send({"callback": name, "args": args, "kwargs": kwargs})
            reply = self._channel.receive(None)
            if "raised" in reply:
                raise calls.exception(*reply["raised"])
            return reply["value"]

        return callback


def _append(path: Path, data: np.ndarray) -> str:
    """Appends bytes to a file beside the notebook; what went wrong, if anything."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(data.tobytes())
    except OSError as error:
        return str(error)
    return ""
