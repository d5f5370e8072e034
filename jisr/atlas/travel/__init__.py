"""Minutes between where people live and where they are served, and which model of travel says so. Pure."""

from jisr.atlas.travel.matrix import MODELS, Matrix, Model, matrix
from jisr.atlas.travel.modes import MODES, Speeds, speeds
from jisr.atlas.travel.network import Network, Points, network, points

__all__ = [
    "MODELS", "MODES", "Matrix", "Model", "Network", "Points", "Speeds", "matrix", "network", "points", "speeds",
]  # fmt: skip
