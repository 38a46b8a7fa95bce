"""Finds the Chromium the journeys run in, and installs it where it may (`python -m tests.browser.chromium`)."""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "The journeys run in Chromium, and none was found. Install it (Debian: apt-get install chromium), or name yours: "
    "CHROMIUM=/path/to/chromium make test."
)
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def install() -> str:
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0 and not os.environ.get("CHROMIUM"):
        print("Installing Chromium for the journeys…", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in ([apt, "update", "-q"], [apt, "install", "-q", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
    found = executable()
    if found is None:
        raise SystemExit(MISSING)
    return found


if __name__ == "__main__":
    print(f"Chromium: {executable() or install()}")
