"""The locks name, with hashes, everything the service runs on."""

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = {"requirements.lock": ("slack",), "requirements-all.lock": ("oidc", "postgresql", "redis", "slack")}


def locked(file: str) -> dict[str, tuple[str, list[str]]]:
    """Each package of a lock with its version and hashes."""
    text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in filter(None, text.splitlines()):
        pinned = re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;]+)", line)
        assert pinned is not None, line
        found[canonicalize_name(pinned[1])] = (pinned[2], re.findall("--hash=sha256:([0-9a-f]{64})", line))
    return found


def wanted(extras: tuple[str, ...]) -> list[Requirement]:
    texts = [
        *PROJECT["dependencies"],
        *(text for e in extras for text in PROJECT["optional-dependencies"][e]),
    ]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize("file", LOCKS)
def test_every_package_has_hashes_and_no_lock_names_where_it_was_found(file: str):
    assert [name for name, (_, hashes) in locked(file).items() if not hashes] == []
    assert "://" not in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize(("file", "extras"), LOCKS.items())
def test_the_lock_satisfies_the_project(file: str, extras: tuple[str, ...]):
    pins = locked(file)
    for requirement in wanted(extras):
        version, _ = pins[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement}: {version}"


@pytest.mark.parametrize(("file", "extras"), LOCKS.items())
def test_what_the_packages_need_themselves_is_locked_too(file: str, extras: tuple[str, ...]):
    pins, missing = locked(file), set()
    looked_at = [(requirement.name, requirement.extras) for requirement in wanted(extras)]
    for name, of_extras in looked_at:
        for text in metadata.requires(name) or ():
            needed = Requirement(text)
            marks = [{"extra": extra} for extra in ("", *of_extras)]
            if needed.marker is not None and not any(map(needed.marker.evaluate, marks)):
                continue
            if canonicalize_name(needed.name) not in pins:
                missing.add(needed.name)
            elif (needed.name, needed.extras) not in looked_at:
                looked_at.append((needed.name, needed.extras))
    assert missing == set()
    assert len(looked_at) > len(PROJECT["dependencies"])


def test_a_service_of_both_kinds_runs_on_the_same_versions():
    alone, with_all = (locked(file) for file in LOCKS)
    assert {name: with_all[name][0] for name in alone} == {
        name: version for name, (version, _) in alone.items()
    }
