"""Keys and codes made from numbers, thousands at once: the same number of the same population, the same key."""

import numpy as np

from jisr.common.keys import ALPHABET

#: Every reference of a generated household begins so: on paper and on screen nobody takes it for a real file.
LABEL = "DEMO-"
#: First of January 2026 in milliseconds: keys are in the order of the numbers, as if made one each millisecond.
_SINCE = 1_767_225_600_000
_HEX = np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), np.uint8).reshape(256, 2)
_PLACES = np.array([place for place in range(36) if place not in {8, 13, 18, 23}])
_LETTERS = np.frombuffer(ALPHABET.encode(), np.uint8)


def keys(numbers: np.ndarray, seed: int, salt: int) -> np.ndarray:
    """UUIDs of version 7, as text.

    Args:
        numbers: (rows,) below 2^40.
        salt: what they are keys of, so that a person's and a household's of one number differ.
    """
    start = _mix(np.array([seed * 256 + salt], np.uint64))
    mixed = _mix(numbers.astype(np.uint64) ^ start)
    high = (numbers.astype(np.uint64) + np.uint64(_SINCE)) << np.uint64(16)
    high |= np.uint64(0x7000) | (mixed >> np.uint64(52))
    low = _mix(mixed) >> np.uint64(2) | np.uint64(1) << np.uint64(63)
    raw = np.stack([high, low], axis=1).astype(">u8").view(np.uint8).reshape(len(numbers), 16)
    text = np.full((len(numbers), 36), ord("-"), np.uint8)
    text[:, _PLACES] = _HEX[raw].reshape(len(numbers), 32)
    return _text(text)


def references(numbers: np.ndarray) -> np.ndarray:
    """References of households: DEMO- and a code without letters that are taken for others."""
    digits = np.stack([numbers // len(ALPHABET) ** place % len(ALPHABET) for place in range(7, -1, -1)], axis=1)
    label = np.broadcast_to(np.frombuffer(LABEL.encode(), np.uint8), (len(numbers), len(LABEL)))
    return _text(np.concatenate([label, _LETTERS[digits]], axis=1))


def phones(numbers: np.ndarray) -> np.ndarray:
    """Telephone numbers in a range that no operator has (05 0), each once up to ten million."""
    spread = (numbers * 6_364_133 + 1_234_567) % 10_000_000
    digits = np.stack([spread // 10**place % 10 for place in range(6, -1, -1)], axis=1).astype(np.uint8) + ord("0")
    begin = np.broadcast_to(np.frombuffer(b"+21250", np.uint8), (len(numbers), 6))
    return _text(np.concatenate([begin, digits], axis=1))


def _text(letters: np.ndarray) -> np.ndarray:
    """(rows, letters) bytes as an array of str."""
    joined = np.ascontiguousarray(letters, np.uint8).view(f"S{letters.shape[1]}")[:, 0]
    return joined.astype(f"U{letters.shape[1]}").astype(object)


def _mix(numbers: np.ndarray) -> np.ndarray:
    """SplitMix64 (Steele, Lea and Flood 2014): neighbours become strangers."""
    with np.errstate(over="ignore"):
        mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
