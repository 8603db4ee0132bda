"""Arrays in one file, mapped into memory: nothing in it is ever executed, and readers share its pages.

| bytes | what |
| --- | --- |
| 8 | the mark of such a file, with the number of its format |
| 4, 4 | length of the header, CRC-32 of the header |
| … | the header, JSON: `about` (what the file was made of), and of each array its name, type, shape and place |
| … | the arrays, each from a multiple of 64 |
"""

import json
import mmap
import os
import struct
import tempfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

_MARK = b"FAQARR\x00\x01"
_FRONT = struct.Struct("<8sII")
_STEP = 64
_TYPES = frozenset({"|u1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4", "<f8"})
_LONGEST_HEADER = 1 << 20
CHECKED = 1 << 26
"""Files up to this size (bytes) are checked to the last bit when opened, larger ones in their header only."""


class DamagedFileError(ValueError):
    """A file that is not what was written: cut short, overwritten, or of another format."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a file holds: `about` as it was given, and the arrays, not writable."""

    about: Mapping[str, Any]
    arrays: Arrays


def write_arrays(path: Path, about: Mapping[str, Any], arrays: Arrays) -> None:
    """Write a file in one step: who reads it meanwhile sees the old one or the new one. OSError if it cannot."""
    little = {name: _little(array) for name, array in arrays.items()}
    places, end, check = [], 0, 0
    for name, array in little.items():
        places.append([name, array.dtype.str, array.shape, end])
        check = zlib.crc32(_bytes(array), check)
        end = _aligned(end + array.nbytes)
    header = json.dumps({"about": about, "arrays": places, "size": end, "crc": check}).encode()
    front = _FRONT.pack(_MARK, len(header), zlib.crc32(header)) + header
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(front.ljust(_aligned(len(front)), b"\x00"))
            for array in little.values():
                file.write(_bytes(array))
                file.write(bytes(_aligned(array.nbytes) - array.nbytes))
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_arrays(path: Path) -> Stored:
    """Return what a file holds, mapped into memory. OSError if there is none, DamagedFileError if it is broken."""
    with path.open("rb") as file:
        try:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError as error:  # an empty file
            raise DamagedFileError(str(path)) from error
    try:
        return _parsed(mapped)
    except (ValueError, KeyError, TypeError, struct.error) as error:
        raise DamagedFileError(f"{path}: {error}") from error


def _parsed(mapped: mmap.mmap) -> Stored:
    mark, length, check = _FRONT.unpack_from(mapped)
    header = mapped[_FRONT.size : _FRONT.size + length]
    if mark != _MARK or length > _LONGEST_HEADER or zlib.crc32(header) != check:
        raise DamagedFileError("header")
    told, start = json.loads(header), _aligned(_FRONT.size + length)
    if len(mapped) != start + told["size"]:
        raise DamagedFileError("size")
    arrays: dict[str, NDArray[Any]] = {}
    total = 0
    for name, kind, shape, place in told["arrays"]:
        if kind not in _TYPES:
            raise DamagedFileError("type")
        array = np.frombuffer(mapped, dtype=kind, count=prod(shape), offset=start + place)
        arrays[name] = array.reshape(shape)
        if len(mapped) <= CHECKED:
            total = zlib.crc32(_bytes(arrays[name]), total)
    if len(mapped) <= CHECKED and total != told["crc"]:
        raise DamagedFileError("content")
    return Stored(told["about"], arrays)


def _little(array: NDArray[Any]) -> NDArray[Any]:
    found = np.ascontiguousarray(array)
    return found.astype(found.dtype.newbyteorder("<"), copy=False)


def _bytes(array: NDArray[Any]) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


def _aligned(size: int) -> int:
    return -(-size // _STEP) * _STEP
